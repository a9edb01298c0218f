-- POWER and SQRT of integers, decimals and doubles.
SELECT a, b, POWER(a, b) AS p, SQRT(ABS(a)) AS s, POWER(CAST(a AS DECIMAL(6,2)), b) AS pd,
  SQRT(CAST(a AS DOUBLE)) AS sn
FROM (VALUES (2, 10), (2, -1), (0, 0), (-2, 3), (9, 2), (10, 15), (-8, 2)) AS t (a, b);
