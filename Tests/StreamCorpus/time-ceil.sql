-- CEIL of timestamps to every unit.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, CEIL(ts TO YEAR) AS y, CEIL(ts TO QUARTER) AS q, CEIL(ts TO MONTH) AS mo, CEIL(ts TO WEEK) AS w,
  CEIL(ts TO DAY) AS d, CEIL(ts TO HOUR) AS h, CEIL(ts TO MINUTE) AS mi, CEIL(ts TO SECOND) AS s
FROM times WHERE ts BETWEEN TIMESTAMP '1583-01-01 00:00:00' AND TIMESTAMP '2200-01-01 00:00:00';
