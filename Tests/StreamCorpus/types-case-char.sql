-- CASE and COALESCE over literals of different lengths.
SELECT id, CASE WHEN id = 1 THEN 'a' WHEN id = 2 THEN 'abcd' ELSE 'xy' END AS c,
  COALESCE(CAST(NULL AS STRING), 'none') AS n, CASE id WHEN 1 THEN 1 WHEN 2 THEN 2.5 END AS d,
  CASE WHEN id = 3 THEN 1e0 ELSE 2 END AS e, CASE WHEN id < 0 THEN 1 END AS nothing
FROM (VALUES (1), (2), (3)) AS t (id);
