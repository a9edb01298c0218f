-- BINARY and BYTES: literals, casts to and from text, comparison, padding.
SELECT X'CAFE' AS x, CAST('héllo' AS BYTES) AS b, CAST(CAST('héllo' AS BYTES) AS STRING) AS s,
  CAST('ab' AS BINARY(4)) AS b4, CAST('abcdef' AS VARBINARY(3)) AS v3, X'01' = X'0100' AS eq, X'01' < X'02' AS lt,
  MD5(CAST('a' AS STRING)) AS m, X'' AS nil, TRY_CAST(X'41' AS STRING) AS t;
