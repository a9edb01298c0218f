-- FLOOR and CEIL of dates and times.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, FLOOR(d TO YEAR) AS y, FLOOR(d TO MONTH) AS m, FLOOR(d TO WEEK) AS w, CEIL(d TO YEAR) AS cy,
  CEIL(d TO MONTH) AS cm, CEIL(d TO WEEK) AS cw, FLOOR(tm TO HOUR) AS th, FLOOR(tm TO MINUTE) AS tmi,
  CEIL(tm TO MINUTE) AS ctm
FROM times WHERE ts BETWEEN TIMESTAMP '1970-01-01 00:00:00' AND TIMESTAMP '2200-01-01 00:00:00' AND id NOT IN (3, 7);
