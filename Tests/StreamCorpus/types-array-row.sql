-- ARRAY, ROW and MAP constructors and their casts to text.
SELECT ARRAY[1, 2, NULL] AS a, ARRAY['x', 'yz'] AS s, ROW(1, 'a', TRUE) AS r, MAP['k', 1, 'j', 2] AS m,
  CAST(ARRAY[1, 2, 3] AS STRING) AS txt, CAST(ROW(1, 'a') AS STRING) AS rt,
  CAST(MAP['k', 1] AS STRING) AS mt, ARRAY[1, 2.5] AS mixed, CAST(ARRAY[1, 2] AS ARRAY<STRING>) AS conv,
  CARDINALITY(ARRAY[1, 2, 3]) AS n, ARRAY[1, 2, 3][2] AS second_of,
  ARRAY[ROW(1, 'p'), ROW(2, 'q')] AS ar, ELEMENT(ARRAY[7]) AS el, ARRAY[ARRAY[1], ARRAY[2, 3]] AS nested;
