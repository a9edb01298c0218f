-- Random values lie within their limits.
-- compare: net
CREATE TABLE g (a INT, b DOUBLE, s STRING, v BOOLEAN, t TIMESTAMP(3), d DECIMAL(5, 2), c CHAR(4), x VARCHAR(5), n BIGINT, y ARRAY<INT>, r ROW<p INT, q STRING>, f INT)
WITH ('connector' = 'datagen', 'number-of-rows' = '50', 'fields.a.min' = '3', 'fields.a.max' = '5', 'fields.s.length' = '6',
  'fields.b.min' = '0', 'fields.b.max' = '1', 'fields.n.kind' = 'random', 'fields.f.null-rate' = '1');
SELECT COUNT(*) AS n, MIN(a) >= 3 AND MAX(a) <= 5 AS oka, MIN(b) >= 0 AND MAX(b) <= 1 AS okb, MIN(CHAR_LENGTH(s)) AS l, MAX(CHAR_LENGTH(s)) AS m,
  COUNT(v) AS nv, COUNT(t) AS nt, MIN(CHAR_LENGTH(c)) AS lc, MIN(CHAR_LENGTH(x)) AS lx, COUNT(r.p) AS rp, MIN(CHAR_LENGTH(r.q)) AS rq, COUNT(f) AS nf, MIN(CARDINALITY(y)) AS ly
FROM g WHERE a IS NOT NULL;
