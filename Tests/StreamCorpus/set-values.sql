-- VALUES as a relation, with NULLs and expressions.
SELECT a, b, a * 2 AS c FROM (VALUES (1, 'x'), (2, CAST(NULL AS STRING)), (1 + 2, UPPER('y'))) AS t (a, b)
WHERE a <> 2 OR b IS NULL;
