-- ROUND, TRUNCATE, CEIL, FLOOR, ABS and SIGN of a DOUBLE.
SELECT v, ROUND(v) AS r0, ROUND(v, 1) AS r1, ROUND(v, -1) AS rm1, TRUNCATE(v) AS t0, TRUNCATE(v, 1) AS t1,
  CEIL(v) AS c, FLOOR(v) AS f, ABS(v) AS a, SIGN(v) AS s
FROM (VALUES (2.5e0), (-2.5e0), (1.45e0), (1.005e0), (2.675e0), (-1.05e0), (14.999e0), (15e0), (0e0), (-0.001e0),
  (1e10), (123456.789e0)) AS t (v);
