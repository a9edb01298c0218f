-- TO_TIMESTAMP_LTZ with patterns that are columns, and that do not fit.
SELECT TO_TIMESTAMP_LTZ(s, p) AS a, TO_TIMESTAMP_LTZ(s, 'yyyy-MM-dd HH:mm:ss.SSSSSS') AS b, TO_TIMESTAMP_LTZ(s, 'yyyy-MM-dd HH:mm:ss[.SSSSSSSSS]') AS c,
  TO_TIMESTAMP_LTZ(s, 'yyyy-MM-dd HH:mm:ss') AS d, TO_TIMESTAMP_LTZ(s, 'yyyy-MM-dd HH:mm:ss.S') AS e, TO_TIMESTAMP_LTZ(s, '''SSSS'' yyyy-MM-dd HH:mm:ss.SSSS') AS f
FROM (VALUES (CAST('2026-01-02 03:04:05.123456' AS STRING), CAST('yyyy-MM-dd HH:mm:ss.SSSSSS' AS STRING)),
  ('2026-01-02 03:04:05.1', 'yyyy-MM-dd HH:mm:ss.S'), ('SSSS 2026-01-02 03:04:05.1234', 'yyyy'), ('2026-01-02', 'yyyy-MM-dd')) AS t (s, p);
