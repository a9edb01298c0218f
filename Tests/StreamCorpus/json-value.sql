-- JSON_VALUE: paths, missing members, nested values, arrays.
SELECT j, JSON_VALUE(j, '$.a') AS a, JSON_VALUE(j, '$.b.c') AS bc, JSON_VALUE(j, '$.l[1]') AS l1,
  JSON_VALUE(j, '$') AS root, JSON_VALUE(j, '$.b') AS obj, JSON_VALUE(j, 'strict $.a') AS st,
  JSON_VALUE(j, '$["a"]') AS br
FROM (VALUES (CAST('{"a":1,"b":{"c":"x"},"l":[1,2,3]}' AS STRING)), ('{"a":"text","b":{"c":null}}'),
  ('{"a":true,"l":[]}'), ('{"a":1.50}'), ('{"a":null}'), ('{}'), ('[1,2]'), ('7'), ('"s"'), ('not json'), (''),
  ('{"a":"\u00e9\ud83d\ude00"}'), (CAST(NULL AS STRING))) AS t (j);
