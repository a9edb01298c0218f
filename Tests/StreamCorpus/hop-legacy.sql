-- The older sliding group window with its auxiliary functions.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT currency, HOP_START(eventTime, INTERVAL '10' MINUTE, INTERVAL '20' MINUTE) AS ws,
  HOP_END(eventTime, INTERVAL '10' MINUTE, INTERVAL '20' MINUTE) AS we, COUNT(*) AS n, SUM(amount) AS total
FROM orders
GROUP BY currency, HOP(eventTime, INTERVAL '10' MINUTE, INTERVAL '20' MINUTE);
