-- Aggregates over all rows so far by processing time.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, customerId, COUNT(*) OVER w AS n, SUM(amount) OVER w AS total, MAX(amount) OVER w AS top
FROM orders WINDOW w AS (PARTITION BY customerId ORDER BY pt ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);
