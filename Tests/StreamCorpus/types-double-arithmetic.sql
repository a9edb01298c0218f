-- DOUBLE and FLOAT arithmetic at the extremes, mixed with integers.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, d + 1 AS d1, d * 2 AS d2, d * d AS dd, f + f AS ff, f * 2 AS f2, f + d AS fd, f + i AS fi, l + f AS lf,
  d - l AS dl, -d AS nd, d / f AS q
FROM edge;
