-- Expressions over aggregates and over keys.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT SUBSTRING(status, 1, 1) AS s, COUNT(*) * 10 AS n10, SUM(amount) / NULLIF(COUNT(amount), 0) AS mean,
  MAX(amount) - MIN(amount) AS spread, CAST(COUNT(*) AS STRING) || '!' AS t
FROM orders WHERE customerId = 'c01' GROUP BY SUBSTRING(status, 1, 1);
