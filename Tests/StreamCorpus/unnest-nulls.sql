-- Elements that are NULL.
SELECT * FROM UNNEST(ARRAY[1, CAST(NULL AS INT), 3]) AS t (n);
