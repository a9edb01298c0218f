-- COALESCE, NULLIF, IFNULL and IF.
SELECT a, b, COALESCE(a, b, -1) AS c, COALESCE(a, b) AS c2, NULLIF(a, b) AS n, IFNULL(a, 0) AS ifn,
  IF(a > b, 'gt', 'le or null') AS i, IF(a IS NULL, b, a) AS i2, COALESCE(a, 1.5) AS d,
  NULLIF(a, 1) AS n1
FROM (VALUES (1, 1), (2, 1), (CAST(NULL AS INT), 1), (1, CAST(NULL AS INT)),
  (CAST(NULL AS INT), CAST(NULL AS INT))) AS t (a, b);
