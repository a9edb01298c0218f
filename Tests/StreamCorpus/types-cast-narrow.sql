-- Casts to narrower integers wrap; DOUBLE to integers.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, CAST(i AS TINYINT) AS it, CAST(l AS INT) AS li, CAST(l AS SMALLINT) AS ls, CAST(s AS TINYINT) AS st,
  CAST(d AS INT) AS di,
  CAST(d AS BIGINT) AS dl, CAST(f AS INT) AS fi, CAST(d AS TINYINT) AS dt, CAST(d AS FLOAT) AS df,
  CAST(f AS DOUBLE) AS fd, CAST(l AS DOUBLE) AS ld, CAST(l AS FLOAT) AS lf
FROM edge;
