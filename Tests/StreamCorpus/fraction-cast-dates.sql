-- Dates and times of timestamps of nine digits, and the other way round.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(t9 AS DATE) AS d, CAST(t9 AS TIME) AS tm, CAST(t9 AS TIME(3)) AS tm3,
  CAST(CAST(t9 AS DATE) AS TIMESTAMP(9)) AS dt, CAST(CAST(t9 AS DATE) AS TIMESTAMP_LTZ(6)) AS dl,
  CAST(CAST(t9 AS TIME(3)) AS TIMESTAMP(9)) AS tt, CAST(CAST(t9 AS TIME(3)) AS TIMESTAMP_LTZ(9)) AS tl
FROM times WHERE t9 >= TIMESTAMP '1970-01-01 00:00:00';
