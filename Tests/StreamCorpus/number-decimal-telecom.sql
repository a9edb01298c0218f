-- Prices: products, quotients, rounding, overflow.
SELECT a, b, a * b AS p, a / b AS q, a + b AS s, a - b AS m, MOD(a, b) AS r, ROUND(a * b, 2) AS rp, TRUNCATE(a / NULLIF(b, 0), 3) AS t,
  CAST(a * b AS DECIMAL(20,2)) AS c, a * 1.19 AS vat, a / 3 AS third, CEIL(a) AS ce, FLOOR(b) AS fl, ABS(-a) AS ab, SIGN(a - b) AS sg, a % b AS md
FROM (VALUES (CAST(19.99 AS DECIMAL(12,2)), CAST(3.5 AS DECIMAL(8,3))), (0.01, 7.125), (-5.55, 2), (1234567890.12, 99999.999)) AS t (a, b);
