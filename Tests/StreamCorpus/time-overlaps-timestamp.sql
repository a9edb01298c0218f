-- OVERLAPS of timestamps and dates.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, (ts, INTERVAL '1' DAY) OVERLAPS (TIMESTAMP '2025-12-31 12:00:00', INTERVAL '13' HOUR) AS o,
  (d, DATE '2026-02-01') OVERLAPS (DATE '2026-01-01', DATE '2026-01-15') AS p
FROM times WHERE id NOT IN (11);
