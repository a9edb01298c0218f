-- Timestamps, dates and times to text and between each other.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, CAST(ts AS STRING) AS s, CAST(ts AS DATE) AS d, CAST(ts AS TIME) AS t, CAST(d AS TIMESTAMP(3)) AS dt,
  CAST(d AS STRING) AS ds, CAST(tm AS STRING) AS tms,
  CAST(ts AS TIMESTAMP(0)) AS t0, CAST(ts AS TIMESTAMP_LTZ(3)) AS ltz,
  CAST(CAST(ts AS TIMESTAMP_LTZ(3)) AS STRING) AS ltzs, CAST(ts AS VARCHAR(10)) AS v
FROM times WHERE ts >= TIMESTAMP '1970-01-01 00:00:00';
