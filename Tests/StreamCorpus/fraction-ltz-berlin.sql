-- TIMESTAMP_LTZ of more than three digits in a time zone.
SET 'table.local-time-zone' = 'Europe/Berlin';
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(t9 AS TIMESTAMP_LTZ(9)) AS l9, CAST(CAST(t9 AS TIMESTAMP_LTZ(6)) AS STRING) AS s6,
  CAST(CAST(t6 AS TIMESTAMP_LTZ(6)) AS TIMESTAMP(9)) AS b9, CAST(CAST(t9 AS TIMESTAMP_LTZ(9)) AS DATE) AS d,
  EXTRACT(HOUR FROM CAST(t9 AS TIMESTAMP_LTZ(9))) AS h, FLOOR(CAST(t9 AS TIMESTAMP_LTZ(9)) TO DAY) AS f,
  DATE_FORMAT(CAST(t9 AS TIMESTAMP_LTZ(9)), 'HH:mm:ss.SSSSSSSSS') AS x
FROM times WHERE t9 > TIMESTAMP '1950-01-01 00:00:00' AND id <> 7;
