-- FLOOR of timestamps to every unit.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, FLOOR(ts TO YEAR) AS y, FLOOR(ts TO QUARTER) AS q, FLOOR(ts TO MONTH) AS mo, FLOOR(ts TO WEEK) AS w,
  FLOOR(ts TO DAY) AS d, FLOOR(ts TO HOUR) AS h, FLOOR(ts TO MINUTE) AS mi, FLOOR(ts TO SECOND) AS s
FROM times WHERE ts > TIMESTAMP '1583-01-01 00:00:00';
