-- Distinct values with FILTER in sliding windows.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, window_start, COUNT(DISTINCT status) FILTER (WHERE amount > 50) AS a, COUNT(DISTINCT currency) AS b
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE, INTERVAL '4' MINUTE))
GROUP BY customerId, window_start, window_end;
