-- TO_TIMESTAMP_LTZ of texts with formats and zones.
SELECT s, TO_TIMESTAMP_LTZ(s) AS a, TO_TIMESTAMP_LTZ(s, 'yyyy-MM-dd HH:mm:ss') AS f,
  TO_TIMESTAMP_LTZ(s, 'yyyy-MM-dd HH:mm:ss', 'Asia/Shanghai') AS z
FROM (VALUES (CAST('2026-01-02 03:04:05' AS STRING)), ('2026-07-02 03:04:05.678'), ('2026-01-02'),
  (CAST(NULL AS STRING))) AS t (s);
