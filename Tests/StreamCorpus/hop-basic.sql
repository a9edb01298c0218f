-- Sliding windows of 10 minutes by 5 per status; the first begins before the first event.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT status, window_start, window_end, window_time, COUNT(*) AS n, SUM(amount) AS total, AVG(amount) AS average,
  MAX(amount) AS high
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES, INTERVAL '10' MINUTES))
GROUP BY status, window_start, window_end, window_time;
