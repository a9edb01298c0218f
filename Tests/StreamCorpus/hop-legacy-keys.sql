-- The older sliding window with all its functions.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, HOP_START(eventTime, INTERVAL '5' MINUTE, INTERVAL '10' MINUTE) AS ws,
  HOP_END(eventTime, INTERVAL '5' MINUTE, INTERVAL '10' MINUTE) AS we,
  HOP_ROWTIME(eventTime, INTERVAL '5' MINUTE, INTERVAL '10' MINUTE) AS wt, COUNT(DISTINCT status) AS s
FROM orders WHERE customerId < 'c05' GROUP BY HOP(eventTime, INTERVAL '5' MINUTE, INTERVAL '10' MINUTE), customerId;
