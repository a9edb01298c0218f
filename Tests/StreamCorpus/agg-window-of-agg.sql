-- Windowed aggregate, then an updating aggregate over its rows.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, COUNT(*) AS windows, MAX(n) AS busiest, SUM(n) AS events
FROM (SELECT customerId, window_start, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES))
GROUP BY customerId, window_start, window_end) AS w
GROUP BY customerId;
