-- Dates of timestamps before 1970.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(t9 AS DATE) AS d, CAST(CAST(t9 AS TIMESTAMP(3)) AS DATE) AS d3, CAST(CAST(t9 AS TIMESTAMP_LTZ(9)) AS DATE) AS dl,
  CAST(CAST(t9 AS TIMESTAMP_LTZ(3)) AS DATE) AS dl3
FROM times WHERE t9 < TIMESTAMP '1970-01-01 00:00:00';
