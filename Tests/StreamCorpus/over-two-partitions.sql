-- Two windows of different keys.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, COUNT(*) OVER (PARTITION BY customerId ORDER BY eventTime) AS n, COUNT(*) OVER (PARTITION BY currency ORDER BY eventTime) AS t FROM orders WHERE customerId = 'c02';
