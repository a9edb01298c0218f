-- Times of timestamps before 1970, as texts.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(CAST(t9 AS TIME(3)) AS STRING) AS s, CAST(CAST(CAST(t9 AS TIMESTAMP(3)) AS TIME(3)) AS STRING) AS s3,
  CAST(CAST(CAST(t9 AS TIMESTAMP_LTZ(9)) AS TIME(3)) AS STRING) AS l
FROM times WHERE t9 < TIMESTAMP '1970-01-01 00:00:00';
