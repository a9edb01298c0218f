-- NULL keys form one partition.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, eventId, COUNT(*) OVER (PARTITION BY customerId ORDER BY eventTime ROWS UNBOUNDED PRECEDING) AS n
FROM orders WHERE customerId IS NULL;
