-- ARRAY_AGG keeps NULLs.
SELECT k, ARRAY_AGG(v) AS a FROM (VALUES ('x', 1), ('x', CAST(NULL AS INT)), ('y', 2), ('x', 3), ('z', CAST(NULL AS INT))) AS t (k, v)
GROUP BY k;
