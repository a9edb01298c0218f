-- An updating aggregate per customer: every input row retracts and replaces the group's row.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, COUNT(*) AS n, SUM(amount) AS total, AVG(amount) AS average, MIN(amount) AS low,
  MAX(amount) AS high
FROM orders WHERE currency = 'USD' GROUP BY customerId;
