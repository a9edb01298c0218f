-- MIN, MAX and COUNT DISTINCT of timestamps, dates and times.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT MIN(ts) AS a, MAX(ts) AS b, MIN(d) AS c, MAX(d) AS e, MAX(tm) AS f, COUNT(DISTINCT d) AS n FROM times
WHERE id < 8;
