-- EXTRACT from DATE and TIME, and the shorthand functions.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, YEAR(d) AS y, QUARTER(d) AS q, MONTH(d) AS mo, WEEK(d) AS w, DAYOFYEAR(d) AS doy, DAYOFMONTH(d) AS dom,
  DAYOFWEEK(d) AS dow, HOUR(ts) AS h, MINUTE(ts) AS mi, SECOND(ts) AS s, EXTRACT(HOUR FROM tm) AS th,
  EXTRACT(MINUTE FROM tm) AS tmi, EXTRACT(SECOND FROM tm) AS tms, EXTRACT(YEAR FROM d) AS ey
FROM times;
