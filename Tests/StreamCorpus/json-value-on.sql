-- JSON_VALUE with ON EMPTY and ON ERROR.
SELECT j, JSON_VALUE(j, '$.a' DEFAULT 'empty' ON EMPTY) AS e,
  JSON_VALUE(j, '$.a' DEFAULT 'empty' ON EMPTY DEFAULT 'error' ON ERROR) AS ee,
  JSON_VALUE(j, 'strict $.a' DEFAULT 'error' ON ERROR) AS se, JSON_VALUE(j, '$.a' NULL ON EMPTY NULL ON ERROR) AS n,
  JSON_VALUE(j, '$.a.b' DEFAULT 'none' ON EMPTY) AS deep,
  JSON_VALUE(j, 'lax $.a' DEFAULT 'empty' ON EMPTY DEFAULT 'error' ON ERROR) AS lax,
  JSON_VALUE(j, 'lax $.a.b' DEFAULT 'none' ON EMPTY) AS lax_deep
FROM (VALUES (CAST('{"a":1}' AS STRING)), ('{}'), ('{"a":null}'), ('{"a":{"b":2}}'), ('{"a":[1]}'),
  ('broken')) AS t (j);
