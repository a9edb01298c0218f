-- Sessions of a local time attribute.
SET 'table.local-time-zone' = 'Africa/Cairo';
CREATE TABLE iso (
  id INT, customerId STRING, amount DECIMAL(12,2), `instant` TIMESTAMP_LTZ(3),
  WATERMARK FOR `instant` AS `instant` - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT window_start, window_end, window_time, customerId, COUNT(*) AS n
FROM TABLE(SESSION(TABLE iso PARTITION BY customerId, DESCRIPTOR(`instant`), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, window_time, customerId;
