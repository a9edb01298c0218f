-- LIMIT within a sub-query.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT COUNT(*) AS n, MAX(amount) AS top FROM (SELECT amount FROM orders WHERE amount < 1000 ORDER BY amount DESC LIMIT 5);
