-- FILTER and HAVING in sliding windows.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, window_start, COUNT(*) AS n, COUNT(*) FILTER (WHERE status = 'CANCELLED') AS cancelled
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES, INTERVAL '20' MINUTES))
GROUP BY customerId, window_start, window_end
HAVING COUNT(*) FILTER (WHERE status = 'CANCELLED') > 4;
