-- Comparison of doubles: NaN, infinities, zeros of both signs.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
CREATE VIEW v AS SELECT id, d, d / CAST(0 AS DOUBLE) AS inf, (d - d) / CAST(0 AS DOUBLE) AS nan FROM edge;
SELECT id, d = -d AS zero, d < -d AS lt, inf = inf AS ii, inf > d AS igt, nan = nan AS nn, nan <> nan AS nne,
  nan < d AS nlt, nan > d AS ngt, nan >= inf AS nge,
  nan IS NOT DISTINCT FROM nan AS nd, inf BETWEEN -1
  AND 1 AS btw, CASE WHEN nan > 0 THEN 1 ELSE 0 END AS c, GREATEST(d, 0e0) AS g, ABS(d) AS a
FROM v;
