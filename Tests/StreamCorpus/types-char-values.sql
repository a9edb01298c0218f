-- String literals of different lengths in VALUES take the longest CHAR type.
SELECT v, CHAR_LENGTH(v) AS n, v || '|' AS c, v = 'a' AS eq FROM (VALUES ('a'), ('bcd'), ('')) AS t (v);
