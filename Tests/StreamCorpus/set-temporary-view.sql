-- A temporary view used twice.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE TEMPORARY VIEW v AS SELECT customerId, amount FROM orders WHERE eventId < 'e00020';
SELECT customerId, amount, 'low' AS class FROM v WHERE amount < 50 UNION ALL SELECT customerId, amount, 'high' FROM v
WHERE amount >= 50;
