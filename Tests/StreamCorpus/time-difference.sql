-- Differences of timestamps and dates as intervals.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, (ts - TIMESTAMP '2026-01-01 00:00:00') DAY TO SECOND AS ds, (d - DATE '2026-01-15') DAY AS dd,
  (d - DATE '2026-01-15') MONTH AS mm, (ts - TIMESTAMP '2025-12-31 12:00:00') HOUR > INTERVAL '0' HOUR AS later
FROM times WHERE ts BETWEEN TIMESTAMP '1970-01-01 00:00:00' AND TIMESTAMP '2200-01-01 00:00:00';
