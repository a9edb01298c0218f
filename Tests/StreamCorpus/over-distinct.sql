-- COUNT DISTINCT in an OVER window.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, eventId,
  COUNT(DISTINCT currency) OVER (PARTITION BY customerId ORDER BY eventTime ROWS BETWEEN 3 PRECEDING
  AND CURRENT ROW) AS currencies
FROM orders WHERE customerId IN ('c01', 'c03');
