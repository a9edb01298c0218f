-- An array of types without a common type.
SELECT ARRAY[1, DATE '2026-01-01'];
