-- RANGE UNBOUNDED PRECEDING, the default frame.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT status, eventId, COUNT(*) OVER (PARTITION BY status ORDER BY eventTime) AS n,
  SUM(amount) OVER (PARTITION BY status ORDER BY eventTime RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS total
FROM orders WHERE customerId = 'c05';
