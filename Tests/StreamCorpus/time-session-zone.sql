-- A session in another zone: TIMESTAMP_LTZ as text, casts to TIMESTAMP, FLOOR to the day, UNIX_TIMESTAMP.
SET 'table.local-time-zone' = 'America/New_York';
CREATE TABLE iso (id INT, `local` TIMESTAMP(3), `instant` TIMESTAMP_LTZ(3)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT id, CAST(`instant` AS STRING) AS s, CAST(`instant` AS TIMESTAMP(3)) AS t,
  CAST(`local` AS TIMESTAMP_LTZ(3)) AS l, FLOOR(`instant` TO DAY) AS f,
  DATE_FORMAT(`instant`, 'yyyy-MM-dd HH:mm') AS df, EXTRACT(HOUR FROM `instant`) AS h,
  CAST(`instant` AS DATE) AS d, UNIX_TIMESTAMP('1970-01-01 00:00:00') AS u, FROM_UNIXTIME(0) AS fu,
  TO_TIMESTAMP_LTZ(0, 3) AS z, `instant` = CAST(`instant` AS TIMESTAMP(3)) AS eq
FROM iso WHERE id < 12;
