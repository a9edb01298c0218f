-- INTERSECT takes NULLs for equal.
-- compare: net
SELECT * FROM (VALUES (1, 'a'), (CAST(NULL AS INT), 'b'), (2, CAST(NULL AS STRING))) AS t (a, b) INTERSECT SELECT * FROM (VALUES (CAST(NULL AS INT), 'b'), (2, 'c'), (1, 'a')) AS u (a, b);
