-- The older group window: TUMBLE in GROUP BY with TUMBLE_START, TUMBLE_END and TUMBLE_ROWTIME.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, TUMBLE_START(eventTime, INTERVAL '10' MINUTES) AS ws,
  TUMBLE_END(eventTime, INTERVAL '10' MINUTES) AS we,
  TUMBLE_ROWTIME(eventTime, INTERVAL '10' MINUTES) AS wt, COUNT(*) AS n, SUM(amount) AS total
FROM orders
GROUP BY customerId, TUMBLE(eventTime, INTERVAL '10' MINUTES);
