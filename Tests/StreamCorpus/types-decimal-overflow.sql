-- Arithmetic beyond 38 digits gives NULL.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, n + n AS a, n * n AS m, n * 10 AS t, n - 1 AS s, n / 3 AS q, n / n AS n1, -n AS neg, n % 7 AS r FROM edge
WHERE id <> 2 AND id <> 9;
