-- An OVER window without a partition.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount, SUM(amount) OVER (ORDER BY eventTime ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) AS s5
FROM orders WHERE amount < 1000;
