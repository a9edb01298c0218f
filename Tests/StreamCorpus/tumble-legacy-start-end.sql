-- Auxiliary functions of the older window within expressions and HAVING.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT TUMBLE_START(eventTime, INTERVAL '10' MINUTE) AS ws, DATE_FORMAT(TUMBLE_END(eventTime, INTERVAL '10' MINUTE), 'HH:mm') AS we,
  COUNT(*) AS n, SUM(amount) AS total
FROM orders GROUP BY TUMBLE(eventTime, INTERVAL '10' MINUTE) HAVING COUNT(*) > 100;
