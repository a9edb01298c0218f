-- ROUND, TRUNCATE, CEIL, FLOOR, ABS and SIGN of a DECIMAL.
SELECT v, ROUND(v) AS r0, ROUND(v, 1) AS r1, ROUND(v, -1) AS rm1, TRUNCATE(v) AS t0, TRUNCATE(v, 1) AS t1,
  CEIL(v) AS c, FLOOR(v) AS f, ABS(v) AS a, SIGN(v) AS s, -v AS n
FROM (VALUES (CAST(2.5 AS DECIMAL(8,3))), (-2.5), (1.45), (1.05), (-1.05), (14.999), (15), (0), (-0.001), (99999.999),
  (CAST(NULL AS DECIMAL(8,3)))) AS t (v);
