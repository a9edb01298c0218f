-- JSON paths to several places and functions, with RETURNING, wrappers, ON EMPTY and ON ERROR.
SELECT j, JSON_QUERY(j, '$.l[*].n') AS plain, JSON_QUERY(j, '$.l[0:2].n' WITHOUT ARRAY WRAPPER) AS wo,
  JSON_QUERY(j, '$..n' WITH CONDITIONAL ARRAY WRAPPER) AS co, JSON_QUERY(j, '$.l[?(@.n > 1)].n' RETURNING ARRAY<STRING>) AS a,
  JSON_QUERY(j, 'lax $.nope[*]' EMPTY OBJECT ON EMPTY) AS nothing_there, JSON_QUERY(j, '$.l[7:]' NULL ON EMPTY) AS behind_end,
  JSON_QUERY(j, '$.nope[*]' EMPTY OBJECT ON EMPTY EMPTY ARRAY ON ERROR) AS missing,
  JSON_QUERY(j, '$.l.keys()' EMPTY OBJECT ON ERROR) AS nokeys, JSON_QUERY(j, 'lax $.n.sum()' EMPTY OBJECT ON ERROR) AS nosum,
  JSON_VALUE(j, '$.l.length()' RETURNING INTEGER) AS len,
  JSON_VALUE(j, '$.l[*].n' DEFAULT 'several' ON ERROR) AS several, JSON_VALUE(j, 'lax $..n' DEFAULT 'e' ON EMPTY) AS lax_several,
  JSON_VALUE(j, '$.l[-1].n' RETURNING INTEGER DEFAULT 0 ON EMPTY DEFAULT -1 ON ERROR) AS last_n,
  JSON_EXISTS(j, '$.l[?(@.n > 9)]') AS over_nine, JSON_EXISTS(j, 'lax $.nope[*]') AS lax_none,
  JSON_EXISTS(j, '$.n.sum()' TRUE ON ERROR) AS t, JSON_EXISTS(j, '$.nope[?(@.n > 9)]' UNKNOWN ON ERROR) AS u
FROM (VALUES (CAST('{"l":[{"n":1},{"n":2},{"n":3}],"n":9,"v":[1,2.5]}' AS STRING)), ('{"l":[],"v":[7]}'),
  ('{"l":[{"n":5}],"n":null,"v":[0]}')) AS t (j);
