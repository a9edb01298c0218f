-- A gap that is exactly as long as the distance of two events: 10-second steps, gap 10 seconds.
CREATE TABLE iso (
  id INT, customerId STRING, `local` TIMESTAMP(3), WATERMARK FOR `local` AS `local` - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT customerId, window_start, window_end, COUNT(*) AS n, MIN(id) AS low, MAX(id) AS high
FROM TABLE(SESSION(TABLE iso PARTITION BY customerId, DESCRIPTOR(`local`), INTERVAL '10' SECOND))
GROUP BY customerId, window_start, window_end;
