-- Sliding windows of a local time attribute in a zone with a half hour.
SET 'table.local-time-zone' = 'Asia/Kolkata';
CREATE TABLE iso (
  id INT, customerId STRING, amount DECIMAL(12,2), `instant` TIMESTAMP_LTZ(3),
  WATERMARK FOR `instant` AS `instant` - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT window_start, window_end, window_time, COUNT(*) AS n
FROM TABLE(HOP(TABLE iso, DESCRIPTOR(`instant`), INTERVAL '10' MINUTES, INTERVAL '1' HOUR))
GROUP BY window_start, window_end, window_time;
