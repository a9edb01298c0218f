-- Mixed arithmetic of integers, DECIMAL and DOUBLE, with NULL.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, t + s AS a, i * 2 AS b, l + 1 AS c, i + n AS dn, d * 1.5 AS e, i / 4 AS f, CAST(i AS DOUBLE) / 4 AS g, -i AS h, i - l AS j,
  POWER(t, 2) AS p, MOD(i, 7) AS m, GREATEST(i, t) AS gr, LEAST(l, i) AS le, COALESCE(d, n) AS co FROM edge;
