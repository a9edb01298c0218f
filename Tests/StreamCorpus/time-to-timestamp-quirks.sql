-- TO_TIMESTAMP is lenient: a text unlike the format is read as yyyy-[m]m-[d]d hh:mm:ss, days and hours carried over.
SELECT s, TO_TIMESTAMP(s) AS a, TO_TIMESTAMP(s, 'yyyy-MM-dd HH:mm:ss') AS f, TO_TIMESTAMP(s, 'yyyy-MM-dd') AS d
FROM (VALUES (CAST('2026-02-30 00:00:00' AS STRING)), ('2026-1-2 3:4:5'), ('2026-01-02 24:00:00'), ('2026-02-30'),
  ('2026-01-02 03:04'), (' 2026-01-02 03:04:05 ')) AS t (s);
