-- Numbers to BOOLEAN and BOOLEAN to numbers.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, CAST(i AS BOOLEAN) AS bi, CAST(l AS BOOLEAN) AS bl, CAST(d AS BOOLEAN) AS bd, CAST(t > 0 AS INT) AS i1,
  CAST(t > 0 AS DOUBLE) AS d1,
  CAST(t > 0 AS DECIMAL(3,1)) AS n1, CAST(t > 0 AS TINYINT) AS t1
FROM edge;
