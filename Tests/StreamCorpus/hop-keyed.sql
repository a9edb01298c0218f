-- Sliding windows per customer and status over one currency.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, status, window_end, COUNT(*) AS n, AVG(amount) AS average
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES, INTERVAL '30' MINUTES))
WHERE currency = 'USD'
GROUP BY customerId, status, window_start, window_end;
