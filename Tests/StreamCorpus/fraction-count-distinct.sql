-- COUNT(DISTINCT) of timestamps.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT k, COUNT(DISTINCT t6) AS n6, COUNT(DISTINCT t9) AS n9, COUNT(t9) AS n FROM times GROUP BY k;
