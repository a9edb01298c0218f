-- JSON paths: wildcards, slices, filters, descent.
SELECT JSON_QUERY(j, '$.l[*].n' WITH WRAPPER) AS wild, JSON_QUERY(j, '$..n' WITH WRAPPER) AS deep,
  JSON_QUERY(j, '$.l[0:2]' WITH WRAPPER) AS slice, JSON_QUERY(j, '$.l[?(@.n > 1)].n' WITH WRAPPER) AS filt,
  JSON_VALUE(j, '$.l[-1].n') AS tail, JSON_VALUE(j, '$.l.length()') AS len, JSON_VALUE(j, '$[''l''][0][''n'']') AS br
FROM (VALUES (CAST('{"l":[{"n":1},{"n":2},{"n":3}],"n":9}' AS STRING))) AS t (j);
