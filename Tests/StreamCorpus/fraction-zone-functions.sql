-- Functions of TIMESTAMP_LTZ(9) in a time zone.
SET 'table.local-time-zone' = 'Asia/Kolkata';
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, EXTRACT(MICROSECOND FROM l) AS us, EXTRACT(NANOSECOND FROM l) AS ns, EXTRACT(MINUTE FROM l) AS mi, CEIL(l TO HOUR) AS ch,
  CEIL(l TO MILLISECOND) AS cm, FLOOR(l TO MONTH) AS fm, TIMESTAMPADD(DAY, 1, l) AS ad, TIMESTAMPADD(MONTH, 1, l) AS am,
  TIMESTAMPDIFF(SECOND, l, m) AS ds, TIMESTAMPDIFF(MONTH, l, m) AS dm, CAST(l AS TIMESTAMP(9)) AS c, CAST(CAST(l AS TIME(3)) AS STRING) AS tm,
  l BETWEEN m AND m + INTERVAL '1' SECOND AS b, EXTRACT(EPOCH FROM l) AS ep
FROM (SELECT id, CAST(t9 AS TIMESTAMP_LTZ(9)) AS l, CAST(t6 AS TIMESTAMP_LTZ(6)) AS m FROM times)
WHERE id NOT IN (6, 7, 8);
