-- DATE_FORMAT of timestamps and of texts with many patterns.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, DATE_FORMAT(ts, 'yyyy-MM-dd HH:mm:ss.SSS') AS a, DATE_FORMAT(ts, 'yyyyMMdd') AS b,
  DATE_FORMAT(ts, 'yy/M/d H:m:s') AS c, DATE_FORMAT(ts, 'EEE, dd MMM yyyy') AS d, DATE_FORMAT(ts, 'hh:mm a') AS e,
  DATE_FORMAT(ts, 'DDD') AS f, DATE_FORMAT(ts, '''Q''Q') AS q, DATE_FORMAT(ts, 'EEEE MMMM') AS l,
  DATE_FORMAT(ts, 'S') AS s1, DATE_FORMAT(ts, 'u') AS u
FROM times WHERE id NOT IN (10);
