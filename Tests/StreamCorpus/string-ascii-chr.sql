-- ASCII and CHR.
SELECT s, n, ASCII(s) AS a, CHR(n) AS c
FROM (VALUES (CAST('A' AS STRING), 65), ('abc', 97), ('', 0), ('é', 233), ('😀', 256), ('日本', 353), (' ', -1),
  (CAST(NULL AS STRING), CAST(NULL AS INT))) AS t (s, n);
