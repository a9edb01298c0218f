-- A CASE guards a division by zero.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, CASE WHEN i = 0 THEN NULL ELSE 100 / i END AS q, i <> 0 AND 100 / i > 5 AS g, IF(i = 0, -1, 10 / i) AS f
FROM edge;
