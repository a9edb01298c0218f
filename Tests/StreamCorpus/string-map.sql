-- STR_TO_MAP with default and own delimiters.
SELECT s, STR_TO_MAP(s) AS m, STR_TO_MAP(s, '&', '=') AS a
FROM (VALUES (CAST('a=1,b=2' AS STRING)), ('a=1&b=2'), (''), ('a'), ('a=,=b'), ('a=1=2')) AS t (s);
