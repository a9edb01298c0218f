-- Logarithms of zero and of negative numbers.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, LN(d) AS n, LOG10(d) AS l FROM edge WHERE id IN (2, 4);
