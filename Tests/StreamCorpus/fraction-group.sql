-- Groups by timestamps of six and nine digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT t6, t9, COUNT(*) AS n, MAX(id) AS m FROM times GROUP BY t6, t9;
