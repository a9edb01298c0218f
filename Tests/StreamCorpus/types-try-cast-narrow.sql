-- TRY_CAST to narrower numbers.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, TRY_CAST(i AS TINYINT) AS it, TRY_CAST(l AS INT) AS li, TRY_CAST(d AS INT) AS di,
  TRY_CAST(n AS DECIMAL(5,1)) AS n51, TRY_CAST(l AS DECIMAL(5,0)) AS l5
FROM edge;
