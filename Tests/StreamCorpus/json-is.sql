-- IS [NOT] JSON with its kinds.
SELECT s, s IS JSON AS j, s IS NOT JSON AS n, s IS JSON VALUE AS v, s IS JSON OBJECT AS o, s IS JSON ARRAY AS a,
  s IS JSON SCALAR AS c, s IS NOT JSON OBJECT AS nobj
FROM (VALUES (CAST('{}' AS STRING)), ('{"a":[1]}'), ('[]'), ('1'), ('"s"'), ('null'), ('true'), (''), ('abc'),
  ('{"a":}'), (' [1] '), (CAST(NULL AS STRING))) AS t (s);
