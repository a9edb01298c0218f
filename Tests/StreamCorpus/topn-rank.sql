-- RANK instead of ROW_NUMBER.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT currency, status, rk FROM (
  SELECT currency, status, RANK() OVER (PARTITION BY currency ORDER BY status) AS rk FROM orders
  WHERE eventId < 'e00040')
WHERE rk <= 2;
