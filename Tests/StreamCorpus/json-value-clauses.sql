-- JSON_VALUE with RETURNING, ON EMPTY and ON ERROR; JSON_QUERY and JSON_EXISTS.
SELECT j, JSON_VALUE(j, '$.a') AS a, JSON_VALUE(j, '$.a' RETURNING INT) AS i, JSON_VALUE(j, '$.b' RETURNING DOUBLE NULL ON ERROR) AS b,
  JSON_VALUE(j, '$.c' DEFAULT 'none' ON EMPTY) AS c, JSON_VALUE(j, '$.d.e[1]') AS e, JSON_QUERY(j, '$.d') AS d,
  JSON_EXISTS(j, '$.d.e') AS x, j IS JSON AS ij, j IS JSON OBJECT AS io, JSON_VALUE(j, 'lax $.t' RETURNING BOOLEAN) AS t
FROM (VALUES (CAST('{"a":1,"b":2.5,"c":"x","d":{"e":[1,2,3]},"t":true}' AS STRING)), ('{"a":7}'), ('{"b":3.5,"c":null}'), ('[]'), ('{}'), (CAST(NULL AS STRING))) AS t (j);
