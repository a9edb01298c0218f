-- A DOUBLE division by zero gives infinity or NaN.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, d / 0 AS inf, d / CAST(0 AS DOUBLE) AS inf2, (d - d) / CAST(0 AS DOUBLE) AS nan,
  f / CAST(0 AS FLOAT) AS finf FROM edge;
