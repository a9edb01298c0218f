-- FILTER in an updating aggregate.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, COUNT(*) FILTER (WHERE status = 'CANCELLED') AS cancelled,
  SUM(amount) FILTER (WHERE currency = 'EUR') AS eur, COUNT(DISTINCT currency) FILTER (WHERE amount > 50) AS c
FROM orders WHERE eventId < 'e00100' GROUP BY customerId;
