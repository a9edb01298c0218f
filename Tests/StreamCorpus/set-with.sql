-- WITH clauses that use one another.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
WITH pending AS (SELECT customerId, amount FROM orders WHERE status = 'PENDING'),
  totals AS (SELECT customerId, SUM(amount) AS total FROM pending GROUP BY customerId)
SELECT customerId, total FROM totals WHERE total BETWEEN 300 AND 900;
