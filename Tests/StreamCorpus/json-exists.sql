-- JSON_EXISTS with its error behaviours.
SELECT j, JSON_EXISTS(j, '$.a') AS e, JSON_EXISTS(j, '$.a.b') AS d, JSON_EXISTS(j, 'strict $.a' TRUE ON ERROR) AS t,
  JSON_EXISTS(j, 'strict $.a' FALSE ON ERROR) AS f, JSON_EXISTS(j, 'strict $.a' UNKNOWN ON ERROR) AS u,
  JSON_EXISTS(j, '$.l[2]') AS l, JSON_EXISTS(j, 'lax $.a.b' TRUE ON ERROR) AS lax
FROM (VALUES (CAST('{"a":1,"l":[1,2,3]}' AS STRING)), ('{"a":null}'), ('{"a":{"b":0}}'), ('{}'), ('broken'),
  (CAST(NULL AS STRING))) AS t (j);
