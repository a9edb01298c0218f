-- Casts between DECIMALs and to and from other numbers: rounding is half up, overflow gives NULL or wraps.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, CAST(n AS DECIMAL(10,2)) AS d2, CAST(n AS DECIMAL(38,0)) AS d0, CAST(n AS INT) AS i,
  CAST(n AS BIGINT) AS l,
  CAST(n AS TINYINT) AS t, CAST(n AS DOUBLE) AS d, CAST(n AS FLOAT) AS f, CAST(n AS STRING) AS s,
  CAST(n AS BOOLEAN) AS b,
  CAST(l AS DECIMAL(10,1)) AS dl, CAST(d AS DECIMAL(20,3)) AS dd, CAST(f AS DECIMAL(38,5)) AS df,
  CAST(t AS DECIMAL(2,0)) AS dt
FROM edge;
