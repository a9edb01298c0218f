-- UNNEST of a constant map.
SELECT * FROM UNNEST(MAP['a', 1, 'b', 2]) AS t (k, v);
