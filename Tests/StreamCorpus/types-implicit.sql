-- Implicit conversions in comparisons: dates and timestamps with texts, decimals with integers, a BOOLEAN with a text.
SELECT DATE '2026-01-01' = '2026-01-01' AS a, TIMESTAMP '2026-01-01 00:00:00' > '2025-12-31' AS b, 1 IN (1.0, 2) AS c,
  1 = 1.0 AS d, 1 = 1e0 AS e,
  CAST(1 AS TINYINT) = CAST(1 AS BIGINT) AS f, CAST('a' AS CHAR(3)) = CAST('a' AS STRING) AS g,
  CAST(0.1 AS FLOAT) = CAST(0.1 AS DOUBLE) AS h, 0.1 = CAST(0.1 AS DOUBLE) AS i;
