-- A hash as a grouping key.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT MD5(customerId) AS h, COUNT(*) AS n, COUNT(DISTINCT SHA256(status)) AS statuses
FROM orders GROUP BY MD5(customerId) HAVING COUNT(*) > 30;
