-- GROUP BY an expression.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT SUBSTRING(eventId, 1, 4) AS p, COUNT(*) AS n FROM orders GROUP BY SUBSTRING(eventId, 1, 4);
