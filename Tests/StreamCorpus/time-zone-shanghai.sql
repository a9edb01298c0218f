-- A watermark over TIMESTAMP_LTZ and windows by local days.
SET 'table.local-time-zone' = 'Asia/Shanghai';
CREATE TABLE orders (eventId STRING, amount DECIMAL(12,2), eventTime TIMESTAMP(3), ltz AS CAST(eventTime AS TIMESTAMP_LTZ(3)), WATERMARK FOR ltz AS ltz - INTERVAL '5' SECOND) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT window_start, window_end, window_time, COUNT(*) AS n, SUM(amount) AS s
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ltz), INTERVAL '1' DAY))
GROUP BY window_start, window_end, window_time;
