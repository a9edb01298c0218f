-- COUNT DISTINCT in an unbounded OVER window.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, eventId,
  COUNT(DISTINCT status) OVER (PARTITION BY customerId ORDER BY eventTime ROWS BETWEEN UNBOUNDED PRECEDING
  AND CURRENT ROW) AS statuses
FROM orders WHERE customerId IN ('c01', 'c03');
