-- A TIMESTAMP_LTZ time attribute: windows are in the session's zone, here two hours east of UTC.
SET 'table.local-time-zone' = 'Africa/Cairo';
CREATE TABLE iso (
  id INT, customerId STRING, amount DECIMAL(12,2), `instant` TIMESTAMP_LTZ(3),
  WATERMARK FOR `instant` AS `instant` - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT customerId, window_start, window_end, window_time, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE iso, DESCRIPTOR(`instant`), INTERVAL '5' MINUTES))
GROUP BY customerId, window_start, window_end, window_time;
