-- CAST of a DECIMAL to a smaller one: what overflows is NULL.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, CAST(n AS DECIMAL(3,1)) AS v FROM edge;
