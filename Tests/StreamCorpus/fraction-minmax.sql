-- MIN and MAX of timestamps of six and nine digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT k, MIN(t6) AS a, MAX(t6) AS b, MIN(t9) AS c, MAX(t9) AS d FROM times GROUP BY k;
