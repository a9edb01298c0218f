-- UNION of rows with NULLs.
-- compare: net
SELECT * FROM (VALUES (CAST(NULL AS INT)), (1)) AS t (a) UNION SELECT * FROM (VALUES (CAST(NULL AS INT)), (2)) AS u (a);
