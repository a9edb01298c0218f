-- GREATEST and LEAST: NULL if any operand is NULL; mixed numbers, strings, dates.
SELECT a, GREATEST(a, 3) AS g, LEAST(a, 3) AS l, GREATEST(a, 2.5) AS gd, LEAST(a, 2, -1) AS l3,
  GREATEST('b', 'ab', 'B') AS gs, LEAST(DATE '2026-01-01', DATE '2025-01-01') AS ld
FROM (VALUES (1), (5), (CAST(NULL AS INT))) AS t (a);
