-- TO_TIMESTAMP with and without a format; what cannot be parsed is NULL.
SELECT s, TO_TIMESTAMP(s) AS a, TO_TIMESTAMP(s, 'yyyy-MM-dd HH:mm:ss.SSS') AS ms, TO_TIMESTAMP(s, 'yyyy-MM-dd') AS d,
  TO_TIMESTAMP(s, 'dd/MM/yyyy HH:mm') AS eu, TO_TIMESTAMP(s, 'yyyy-MM-dd''T''HH:mm:ss') AS iso,
  TO_TIMESTAMP(s, 'yyyyMMddHHmmss') AS packed
FROM (VALUES (CAST('2026-01-02 03:04:05' AS STRING)), ('2026-01-02 03:04:05.678'), ('2026-01-02 03:04:05.6'),
  ('2026-01-02'), ('02/01/2026 03:04'), ('2026-01-02T03:04:05'), ('20260102030405'), ('2026-13-02 00:00:00'), ('abc'),
  (''),
  ('2026-01-02 03:04:05.123456789'), (CAST(NULL AS STRING))) AS t (s);
