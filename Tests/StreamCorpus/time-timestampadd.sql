-- TIMESTAMPADD with every unit and negative counts.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, TIMESTAMPADD(SECOND, 30, ts) AS s, TIMESTAMPADD(MINUTE, -90, ts) AS mi, TIMESTAMPADD(HOUR, 25, ts) AS h,
  TIMESTAMPADD(DAY, -1, ts) AS d, TIMESTAMPADD(WEEK, 1, ts) AS w, TIMESTAMPADD(MONTH, 1, ts) AS mo,
  TIMESTAMPADD(QUARTER, -1, ts) AS q, TIMESTAMPADD(YEAR, 1, ts) AS y, TIMESTAMPADD(MONTH, id, d) AS dm
FROM times WHERE ts BETWEEN TIMESTAMP '1900-01-01 00:00:00' AND TIMESTAMP '2200-01-01 00:00:00';
