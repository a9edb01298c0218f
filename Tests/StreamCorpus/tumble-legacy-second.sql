-- Older windows over older windows.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT TUMBLE_START(wt, INTERVAL '30' MINUTE) AS ws, SUM(n) AS n FROM (
  SELECT TUMBLE_ROWTIME(eventTime, INTERVAL '10' MINUTE) AS wt, COUNT(*) AS n
  FROM orders GROUP BY TUMBLE(eventTime, INTERVAL '10' MINUTE), currency)
GROUP BY TUMBLE(wt, INTERVAL '30' MINUTE);
