-- GROUPING SETS over timestamps of nine digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT k, t9, COUNT(*) AS n FROM times GROUP BY GROUPING SETS ((k), (t9));
