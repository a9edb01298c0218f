-- String functions of NULL are NULL.
SELECT UPPER(s) AS a, TRIM(s) AS b, SUBSTRING(s, 1) AS c, CHAR_LENGTH(s) AS d, POSITION('a' IN s) AS e,
  LPAD(s, 3, 'x') AS f, REPLACE(s, 'a', 'b') AS g, s LIKE 'a%' AS h, REGEXP(s, 'a') AS i, REVERSE(s) AS j,
  s || 'x' AS k, SPLIT_INDEX(s, ',', 0) AS l, ASCII(s) AS m, LEFT(s, 1) AS n, INITCAP(s) AS o,
  STARTSWITH(s, 'a') AS p, TO_BASE64(s) AS q, REPEAT(s, 2) AS r
FROM (VALUES (CAST(NULL AS STRING))) AS t (s);
