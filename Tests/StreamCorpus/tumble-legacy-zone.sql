-- The older window of a local time attribute.
SET 'table.local-time-zone' = 'Africa/Cairo';
CREATE TABLE iso (
  id INT, customerId STRING, amount DECIMAL(12,2), `instant` TIMESTAMP_LTZ(3),
  WATERMARK FOR `instant` AS `instant` - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT TUMBLE_START(`instant`, INTERVAL '7' MINUTE) AS ws, TUMBLE_ROWTIME(`instant`, INTERVAL '7' MINUTE) AS wt, COUNT(*) AS n
FROM iso GROUP BY TUMBLE(`instant`, INTERVAL '7' MINUTE);
