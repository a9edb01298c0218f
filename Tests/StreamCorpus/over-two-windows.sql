-- Two windows of the same order.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, COUNT(*) OVER (PARTITION BY customerId ORDER BY eventTime) AS n, SUM(amount) OVER (PARTITION BY customerId ORDER BY eventTime ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS t FROM orders WHERE customerId = 'c02';
