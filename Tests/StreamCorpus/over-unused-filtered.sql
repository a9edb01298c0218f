-- What is computed OVER rows below a filter is computed, though nothing reads it: late rows go.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT eventId, status FROM (SELECT eventId, status, SUM(amount) OVER (PARTITION BY customerId ORDER BY eventTime) AS total FROM orders) WHERE status = 'CANCELLED';
