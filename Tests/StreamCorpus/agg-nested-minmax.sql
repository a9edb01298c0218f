-- MIN and MAX with retraction.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT MIN(n) AS low, MAX(n) AS high, MAX(total) AS top, MIN(total) AS bottom
FROM (SELECT customerId, COUNT(*) AS n, SUM(amount) AS total FROM orders WHERE eventId < 'e00080'
GROUP BY customerId) AS c;
