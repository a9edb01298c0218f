-- Result types of aggregates over the numeric types, with overflow.
CREATE TABLE edge (
  id INT, t TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(38,18)
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json'
);
SELECT SUM(t) AS t, SUM(s) AS s, SUM(i) AS i, SUM(l) AS l, SUM(n) AS n, AVG(t) AS at1, AVG(i) AS ai, AVG(l) AS al,
  AVG(n) AS an, MAX(f) AS mf, MIN(d) AS md, COUNT(n) AS c
FROM edge WHERE id > 1;
