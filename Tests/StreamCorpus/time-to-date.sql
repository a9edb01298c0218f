-- TO_DATE without a format; what is no date is NULL.
SELECT s, TO_DATE(s) AS d
FROM (VALUES (CAST('2026-01-02' AS STRING)), ('02/01/2026'), ('20260102'), ('2026-02-29'), ('2024-02-29'),
  ('2026-02-30'), ('2026-13-01'), ('2026-1-2'), ('2026-01-02 03:04:05'), ('abc'), (CAST(NULL AS STRING))) AS t (s);
