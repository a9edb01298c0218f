-- LAG within an expression.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount - LAG(amount) OVER (PARTITION BY customerId ORDER BY eventTime) AS d, TIMESTAMPDIFF(SECOND, LAG(eventTime) OVER (PARTITION BY customerId ORDER BY eventTime), eventTime) AS s FROM orders WHERE customerId IN ('c01', 'c03');
