-- Elements that are NULL rows.
SELECT * FROM UNNEST(ARRAY[ROW(1, 'a'), CAST(NULL AS ROW<x INT, y CHAR(1)>)]) AS t (n, s);
