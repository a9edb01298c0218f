-- Timestamps and dates plus and minus intervals: month ends, leap days.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, ts + INTERVAL '1' DAY AS d1, ts - INTERVAL '1' MONTH AS m1, ts + INTERVAL '1' YEAR AS y1,
  ts + INTERVAL '1-1' YEAR TO MONTH AS ym, ts - INTERVAL '1 02:03:04.5' DAY TO SECOND(3) AS ds,
  INTERVAL '90' SECOND + ts AS s90, d + INTERVAL '1' MONTH AS dm, d - INTERVAL '1' DAY AS dd,
  d + INTERVAL '1' QUARTER AS dq
FROM times WHERE id NOT IN (10, 11);
