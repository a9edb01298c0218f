-- Window Top-N of a local time attribute.
SET 'table.local-time-zone' = 'Asia/Tokyo';
CREATE TABLE iso (
  id INT, customerId STRING, amount DECIMAL(12,2), `instant` TIMESTAMP_LTZ(3),
  WATERMARK FOR `instant` AS `instant` - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT * FROM (SELECT id, amount, window_start, window_end, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY amount DESC) AS rn
FROM TABLE(TUMBLE(TABLE iso, DESCRIPTOR(`instant`), INTERVAL '7' MINUTES))) WHERE rn <= 2;
