-- ROLLUP with NULL keys in the data.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId IS NULL AS anonymous, currency, COUNT(*) AS n FROM orders WHERE eventId < 'e00100'
  AND (customerId IS NULL OR customerId = 'c01') GROUP BY ROLLUP (customerId IS NULL, currency);
