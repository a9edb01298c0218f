-- Comparison and equality of DECIMALs of different scales and with integers and doubles.
SELECT a = b AS eq, a < b AS lt, a = 2 AS two, a = 2e0 AS dbl, a BETWEEN 1 AND 2.00 AS btw, a IN (2, 3.50) AS isin
FROM (VALUES (CAST(2.0 AS DECIMAL(5,1)), CAST(2.000 AS DECIMAL(10,3))), (3.5, 3.499),
  (CAST(NULL AS DECIMAL(5,1)), 1)) AS t (a, b);
