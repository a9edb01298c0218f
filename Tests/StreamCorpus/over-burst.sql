-- A fraud rule: more than two orders within 30 seconds.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, eventId, eventTime, n FROM (
  SELECT customerId, eventId, eventTime,
  COUNT(*) OVER (PARTITION BY customerId ORDER BY eventTime RANGE BETWEEN INTERVAL '30' SECOND PRECEDING
  AND CURRENT ROW) AS n FROM orders WHERE customerId IS NOT NULL)
WHERE n > 4;
