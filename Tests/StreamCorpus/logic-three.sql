-- Conditions with NULL: IN, NOT IN, BETWEEN, CASE.
SELECT x, y, x IN (1, 2, NULL) AS a, x NOT IN (1, 2) AS b, x NOT IN (1, NULL) AS c, x BETWEEN SYMMETRIC 3 AND 1 AS d, x BETWEEN y AND 3 AS e,
  x = y OR y IS NULL AS f, NOT (x > 1 AND y > 1) AS g, CASE x WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END AS h,
  CASE WHEN x IS NULL THEN 'n' WHEN x > y THEN 'gt' END AS i, x IS DISTINCT FROM y AS j, (x > 1) IS NOT TRUE AS k, IF(x > y, x, y) AS l,
  NULLIF(x, y) AS m, COALESCE(x, y, 0) AS n, (x, y) = (1, 1) AS o
FROM (VALUES (1, 1), (2, 1), (CAST(NULL AS INT), 1), (3, CAST(NULL AS INT)), (CAST(NULL AS INT), CAST(NULL AS INT))) AS t (x, y);
