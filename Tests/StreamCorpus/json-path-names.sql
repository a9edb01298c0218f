-- JSON paths: members by name, several, names that look like something else.
SELECT p, j, JSON_QUERY(j, p WITH WRAPPER) AS q, JSON_VALUE(j, p DEFAULT 'empty' ON EMPTY DEFAULT 'error' ON ERROR) AS v
FROM (VALUES (CAST('{"l":[{"n":1,"s":"a","t":[1,2]},{"n":2,"s":"b"},{"n":3,"s":null},{"m":5},7,"x",null,[{"n":10}]],"n":9,"o":{"a":1,"b":"q","c":null,"d":{"n":4},"e":[]},"x":null,"a b":5}' AS STRING)),
  ('[0,1,2,3,4,5,6,7,8,9]')) AS d (j)
CROSS JOIN UNNEST(ARRAY[
  '$[''n'',''x'']', '$[''n'', ''nope'']', '$["n","x"]', '$[''nope1'',''nope2'']', '$.o[''a'',''b'']', '$.o[''a'',''b''].x',
  '$.o[''a'',''d''].n', '$[''o''][''a'',''nope'']', '$[''a b'']', '$['''']', '$[''a\''b'']', '$.n-x', '$.n:x', '$.$', '$.n$',
  '$.''n''', '$.1', '$.l.0', '$.l[''0'']', '$.nope', '$.nope.x', '$.nope[*]', '$.n.y', '$.l.n', '$[ ''n'' , ''x'' ]', '$.n ',
  'lax $[''n'',''x'']', 'lax $[''n'', ''nope'']', 'lax $["n","x"]', 'lax $[''nope1'',''nope2'']', 'lax $.o[''a'',''b'']',
  'lax $.o[''a'',''b''].x', 'lax $.o[''a'',''d''].n', 'lax $[''o''][''a'',''nope'']', 'lax $[''a b'']', 'lax $['''']',
  'lax $[''a\''b'']', 'lax $.n-x', 'lax $.n:x', 'lax $.$', 'lax $.n$', 'lax $.''n''', 'lax $.1', 'lax $.l.0', 'lax $.l[''0'']',
  'lax $.nope', 'lax $.nope.x', 'lax $.nope[*]', 'lax $.n.y', 'lax $.l.n', 'lax $[ ''n'' , ''x'' ]', 'lax $.n '
]) AS t (p);
