-- VALUES takes no NULL without a type.
SELECT * FROM (VALUES (1, 'a', DATE '2024-02-29'), (2, NULL, NULL), (NULL, 'c', DATE '0001-01-01')) AS t (x, y, z);
