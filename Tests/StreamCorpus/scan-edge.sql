-- The extremes of every numeric type.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT * FROM edge;
