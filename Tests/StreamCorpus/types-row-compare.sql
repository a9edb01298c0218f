-- Equality of rows and arrays.
SELECT x, ARRAY[x, 2] = ARRAY[1, 2] AS ar, ARRAY[x] <> ARRAY[1] AS ne FROM (VALUES (1), (2)) AS t (x);
