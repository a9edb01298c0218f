-- ROUND with places that are a column, of DECIMAL and DOUBLE.
SELECT p, ROUND(CAST(123.4567 AS DECIMAL(10,4)), p) AS d, ROUND(123.4567e0, p) AS f,
  TRUNCATE(CAST(123.4567 AS DECIMAL(10,4)), p) AS t FROM (VALUES (0), (1), (2), (3), (-1), (-2), (5)) AS t (p);
