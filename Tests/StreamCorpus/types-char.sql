-- CHAR and VARCHAR: padding, truncation, comparison, length, concatenation.
SELECT CAST('abc' AS CHAR(5)) AS c5, CAST('abcdef' AS CHAR(3)) AS c3, CAST('abcdef' AS VARCHAR(4)) AS v4,
  CHAR_LENGTH(CAST('abc' AS CHAR(5))) AS n,
  CAST('abc' AS CHAR(5)) || 'x' AS cat, CAST('a' AS CHAR(2)) = 'a' AS eq,
  CAST(CAST('ab' AS CHAR(4)) AS STRING) || '|' AS s, CAST(12345 AS CHAR(3)) AS i3,
  CAST(12 AS CHAR(4)) AS i4, CAST(TRUE AS CHAR(2)) AS b2, CAST(1.5 AS VARCHAR(2)) AS d2, 'lit' AS lit, 'it''s' AS q,
  '' AS nil, CAST('日本語' AS CHAR(2)) AS j2,
  CAST('😀😀' AS VARCHAR(1)) AS e1;
