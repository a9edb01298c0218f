-- JSON paths: functions at the end.
SELECT p, j, JSON_QUERY(j, p WITH WRAPPER) AS q, JSON_VALUE(j, p DEFAULT 'empty' ON EMPTY DEFAULT 'error' ON ERROR) AS v
FROM (VALUES (CAST('{"v":[1,2,3.5],"o":{"y":6,"x":5},"s":"abc","n":null,"e":[],"i":5,"m":[1,"2",null,true,-4],"one":[1],"oe":[[]],"vv":[[1,2],[3,"x"]],"big":[9007199254740993,1e300,12345678901234567890],"a":[{"n":1,"t":[1,2]},{"n":2,"t":[3]}]}' AS STRING)),
  ('[1,2.5,"3",null,true,-4]')) AS d (j)
CROSS JOIN UNNEST(ARRAY[
  '$.v.length()', '$.v.size()', '$.length()', '$.o.length()', '$.s.length()', '$.n.length()', '$.nope.length()',
  '$.e.length()', '$.o.keys()', '$.v.keys()', '$.keys()', '$.v.min()', '$.v.max()', '$.v.sum()', '$.v.avg()', '$.v.stddev()',
  '$.e.sum()', '$.s.sum()', '$.i.sum()', '$.o.min()', '$.m.sum()', '$.m.max()', '$.v.first()', '$.v.last()', '$.one.last()',
  '$.e.first()', '$.v.index(1)', '$.v.index(-1)', '$.v.index(-3)', '$.v.index(7)', '$.v.index( 1 )', '$.vv[*].length()',
  '$.vv[*].sum()', '$.vv[0,1].sum()', '$.vv[0].first()', '$.vv[0].index(5)', '$.oe[0].first()', '$.v[*].length()',
  '$.*.length()', '$[''v''].length()', '$[''v'',''o''].length()', '$.v.length( )', '$.v.length', '$.max)', '$.big.sum()',
  '$.vv[?(@.length() == 2)]', '$.vv[?(@.sum() > 3)]', '$.a[?(@.t.length() > 1)].n', '$.a[?(@.t.sum() > 2)].n',
  'lax $.v.length()', 'lax $.v.size()', 'lax $.length()', 'lax $.o.length()', 'lax $.s.length()', 'lax $.n.length()',
  'lax $.nope.length()', 'lax $.e.length()', 'lax $.o.keys()', 'lax $.v.keys()', 'lax $.keys()', 'lax $.v.min()',
  'lax $.v.max()', 'lax $.v.sum()', 'lax $.v.avg()', 'lax $.v.stddev()', 'lax $.e.sum()', 'lax $.s.sum()', 'lax $.i.sum()',
  'lax $.o.min()', 'lax $.m.sum()', 'lax $.m.max()', 'lax $.v.first()', 'lax $.v.last()', 'lax $.one.last()',
  'lax $.e.first()', 'lax $.v.index(1)', 'lax $.v.index(-1)', 'lax $.v.index(-3)', 'lax $.v.index(7)', 'lax $.v.index( 1 )',
  'lax $.vv[*].length()', 'lax $.vv[*].sum()', 'lax $.vv[0,1].sum()', 'lax $.vv[0].first()', 'lax $.vv[0].index(5)',
  'lax $.oe[0].first()', 'lax $.v[*].length()', 'lax $.*.length()', 'lax $[''v''].length()', 'lax $[''v'',''o''].length()',
  'lax $.v.length( )', 'lax $.v.length', 'lax $.max)', 'lax $.big.sum()', 'lax $.vv[?(@.length() == 2)]',
  'lax $.vv[?(@.sum() > 3)]', 'lax $.a[?(@.t.length() > 1)].n', 'lax $.a[?(@.t.sum() > 2)].n'
]) AS t (p);
