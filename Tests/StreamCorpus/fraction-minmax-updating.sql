-- MIN and MAX of timestamps that are taken back.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT MIN(t) AS a, MAX(t) AS b, COUNT(DISTINCT t) AS n, LAST_VALUE(t) AS l FROM (SELECT k, MAX(t9) AS t FROM times GROUP BY k);
