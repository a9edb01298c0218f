-- CONVERT_TZ between zones, in summer and winter, with an unknown zone.
SELECT s, CONVERT_TZ(s, 'UTC', 'America/Los_Angeles') AS la, CONVERT_TZ(s, 'Europe/Berlin', 'UTC') AS bu,
  CONVERT_TZ(s, 'UTC', 'GMT+05:30') AS india, CONVERT_TZ(s, 'UTC', 'Asia/Tokyo') AS tokyo
FROM (VALUES (CAST('2026-01-15 12:00:00' AS STRING)), ('2026-07-15 12:00:00'), ('2026-03-29 02:30:00'),
  ('2026-10-25 02:30:00'), ('abc'), (CAST(NULL AS STRING))) AS t (s);
