-- Functions on maps.
SELECT MAP_KEYS(MAP['a', 1]) AS k, MAP_VALUES(MAP['a', 1]) AS v, MAP_ENTRIES(MAP['a', 1]) AS e,
  MAP_FROM_ARRAYS(ARRAY['p', 'q'], ARRAY[1, 2]) AS f, MAP['a', 1]['a'] AS x, CARDINALITY(MAP['a', 1, 'b', 2]) AS n,
  STR_TO_MAP('a=1,b=2') AS s, MAP_UNION(MAP['a', 1], MAP['b', 2]) AS u;
