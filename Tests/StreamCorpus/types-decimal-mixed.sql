-- DECIMAL with TINYINT, INT, BIGINT, DOUBLE and FLOAT operands: result types.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, n + t AS nt, n + i AS ni, n * l AS nl, n + d AS nd, n * f AS nf, i / CAST('2.50' AS DECIMAL(4,2)) AS id2,
  l + CAST('0.1' AS DECIMAL(2,1)) AS ld, CAST('7.77' AS DECIMAL(3,2)) * s AS ds,
  2 * CAST('1.5' AS DECIMAL(2,1)) AS lit
FROM edge WHERE id > 2;
