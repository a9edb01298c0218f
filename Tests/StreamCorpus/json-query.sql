-- JSON_QUERY with its wrappers.
SELECT j, JSON_QUERY(j, '$.a') AS a, JSON_QUERY(j, '$.a' WITHOUT ARRAY WRAPPER) AS wo,
  JSON_QUERY(j, '$.a' WITH CONDITIONAL ARRAY WRAPPER) AS co,
  JSON_QUERY(j, '$.a' WITH UNCONDITIONAL ARRAY WRAPPER) AS un, JSON_QUERY(j, '$') AS root
FROM (VALUES (CAST('{"a":{"x":1}}' AS STRING)), ('{"a":[1, 2]}'), ('{"a":1}'), ('{"a":"s"}'), ('{"a":null}'), ('{}'),
  ('broken')) AS t (j);
