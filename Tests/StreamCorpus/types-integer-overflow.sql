-- Integer arithmetic wraps around.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, t + t AS tt, s + s AS ss, i + i AS ii, l + l AS ll, i * i AS im, l * l AS lm, -t AS nt, -i AS ni, -l AS nl,
  i + l AS il, t * i AS ti, i + 1 AS i1, l - 1 AS l1, CAST(t + 1 AS TINYINT) AS t1
FROM edge;
