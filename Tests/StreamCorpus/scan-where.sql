-- A filter: comparison with NULL is not true.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT eventId, orderId, customerId, amount, currency, eventTime, 'AMOUNT_OVER_1000' AS rule
FROM orders WHERE amount > 1000;
