-- A filter on window_start after the aggregation, and one on the input below the window.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT * FROM (
  SELECT customerId, window_start, COUNT(*) AS n
  FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES))
  WHERE currency IN ('EUR', 'USD')
  GROUP BY customerId, window_start, window_end)
WHERE window_start >= TIMESTAMP '2026-01-01 00:00:00' AND n > 5;
