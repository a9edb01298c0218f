-- IF over precisions has the type of the first result.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, IF(id < 5, t6, t9) AS a, IF(id < 5, t9, t6) AS b, IF(id < 5, CAST(t6 AS TIMESTAMP(3)), t9) AS c,
  NULLIF(t6, t9) AS d, GREATEST(t6, t9, TIMESTAMP '2020-01-01 00:00:00') AS g
FROM times;
