-- Windows of a local time attribute in UTC.
CREATE TABLE iso (
  id INT, customerId STRING, amount DECIMAL(12,2), `instant` TIMESTAMP_LTZ(3),
  WATERMARK FOR `instant` AS `instant` - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT window_start, window_end, window_time, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE iso, DESCRIPTOR(`instant`), INTERVAL '7' MINUTES))
GROUP BY window_start, window_end, window_time;
