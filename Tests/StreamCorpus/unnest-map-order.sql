-- Numbers of the entries of a constant map.
SELECT * FROM UNNEST(MAP['a', 1, 'b', 2, 'c', 3]) WITH ORDINALITY AS t (k, v, o);
