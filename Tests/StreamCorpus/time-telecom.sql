-- Parts, roundings and differences of call times.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, EXTRACT(HOUR FROM ts) AS h, DAYOFWEEK(ts) AS dw, FLOOR(ts TO HOUR) AS fh, CEIL(ts TO DAY) AS cd, TIMESTAMPDIFF(MINUTE, TIMESTAMP '2026-01-01 00:00:00', ts) AS m,
  TIMESTAMPADD(DAY, 3, d) AS d3, DATE_FORMAT(ts, 'yyyyMMdd-HHmm') AS f, ts + INTERVAL '90' MINUTE AS p, CAST(ts AS DATE) AS cdt,
  CAST(ts AS TIME) AS ct, UNIX_TIMESTAMP(DATE_FORMAT(ts, 'yyyy-MM-dd HH:mm:ss')) AS u, QUARTER(d) AS q, WEEK(d) AS w
FROM times WHERE ts BETWEEN TIMESTAMP '1971-01-01 00:00:00' AND TIMESTAMP '2200-01-01 00:00:00';
