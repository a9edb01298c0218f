-- JSON paths: steps at all depths.
SELECT p, j, JSON_QUERY(j, p WITH WRAPPER) AS q, JSON_VALUE(j, p DEFAULT 'empty' ON EMPTY DEFAULT 'error' ON ERROR) AS v
FROM (VALUES (CAST('{"l":[{"n":1,"s":"a","t":[1,2]},{"n":2,"s":"b"},{"n":3,"s":null},{"m":5},7],"n":9,"o":{"a":1,"b":"q","c":null,"d":{"n":4}}}' AS STRING)),
  ('[[1,[2,3]],{"n":4}]'),
  ('"n"')) AS d (j)
CROSS JOIN UNNEST(ARRAY[
  '$..n', '$..[''n'']', '$..[''a'',''b'']', '$..[''n'',''m'']', '$..[''n'',''s''].t', '$..[0]', '$..[0,1]', '$..[0:2]',
  '$..[-1]', '$..*', '$..[*]', '$.l..n', '$.l[0]..n', '$.*..n', '$..d..n', '$..o.d.n', '$..t[0]', '$..t[*]', '$..nope',
  '$..o[''a'',''b'']', '$..d[''n'']', '$.n..x', '$..l[0:2].n', '$..[?(@.n == 10)]', '$..[?(@.n > 1)]', '$..[?(1 == 1)]',
  '$..o[?(@.a == 1)]', '$..l[?(@.s == ''b'')].n', 'lax $..n', 'lax $..[''n'']', 'lax $..[''a'',''b'']', 'lax $..[''n'',''m'']',
  'lax $..[''n'',''s''].t', 'lax $..[0]', 'lax $..[0,1]', 'lax $..[0:2]', 'lax $..[-1]', 'lax $..*', 'lax $..[*]',
  'lax $.l..n', 'lax $.l[0]..n', 'lax $.*..n', 'lax $..d..n', 'lax $..o.d.n', 'lax $..t[0]', 'lax $..t[*]', 'lax $..nope',
  'lax $..o[''a'',''b'']', 'lax $..d[''n'']', 'lax $.n..x', 'lax $..l[0:2].n', 'lax $..[?(@.n == 10)]', 'lax $..[?(@.n > 1)]',
  'lax $..[?(1 == 1)]', 'lax $..o[?(@.a == 1)]', 'lax $..l[?(@.s == ''b'')].n'
]) AS t (p);
