-- Telephone numbers: cleaning, checking, parts.
SELECT p, REGEXP_REPLACE(p, '[^0-9+]', '') AS clean, REGEXP(p, '^\+?[0-9 ()/-]{7,}$') AS ok,
  REGEXP_EXTRACT(p, '^\+(\d{1,3})', 1) AS cc, SUBSTRING(p FROM 2 FOR 3) AS part, LEFT(p, 3) AS l, RIGHT(p, 4) AS r,
  LPAD(p, 15, '0') AS lp, RPAD(p, 15, '*') AS rp, POSITION('-' IN p) AS pos, CHAR_LENGTH(p) AS n,
  p SIMILAR TO '\+[0-9]+' AS sim, p LIKE '+49%' AS de, p LIKE '%$_%' ESCAPE '$' AS us
FROM (VALUES (CAST('+49 30 123-456' AS STRING)), ('0151/1234567'), ('+4930123456'), ('(030) 12_34'), (''), (CAST(NULL AS STRING))) AS t (p);
