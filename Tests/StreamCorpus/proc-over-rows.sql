-- Aggregates over the rows before by processing time.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, customerId,
  COUNT(*) OVER (PARTITION BY customerId ORDER BY pt ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS n,
  SUM(amount) OVER (PARTITION BY customerId ORDER BY pt ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS total
FROM orders;
