-- The older session group window with its auxiliary functions.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, SESSION_START(eventTime, INTERVAL '1' MINUTE) AS ws,
  SESSION_END(eventTime, INTERVAL '1' MINUTE) AS we,
  SESSION_ROWTIME(eventTime, INTERVAL '1' MINUTE) AS wt, COUNT(*) AS n
FROM orders
GROUP BY customerId, SESSION(eventTime, INTERVAL '1' MINUTE);
