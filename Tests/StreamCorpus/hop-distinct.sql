-- COUNT DISTINCT across overlapping windows counts a value once per window.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, window_end, COUNT(DISTINCT customerId) AS customers, COUNT(DISTINCT orderId) AS orders,
  COUNT(*) AS n
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE, INTERVAL '3' MINUTES))
GROUP BY window_start, window_end;
