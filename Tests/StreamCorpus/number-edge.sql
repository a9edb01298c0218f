-- ABS, SIGN, CEIL, FLOOR and ROUND at the extremes of every type.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT id, ABS(t) AS at1, ABS(i) AS ai, ABS(l) AS al, ABS(d) AS ad, SIGN(l) AS sl, SIGN(d) AS sd, SIGN(n) AS sn,
  CEIL(f) AS cf, FLOOR(d) AS fd, CEIL(n) AS cn, FLOOR(n) AS fn, ROUND(n, 2) AS rn, ROUND(d, 3) AS rd
FROM edge;
