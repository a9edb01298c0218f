-- Running totals by event time, ROWS UNBOUNDED PRECEDING; late rows are dropped.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, eventId, eventTime, SUM(amount) OVER w AS total, COUNT(*) OVER w AS n
FROM orders WHERE customerId IN ('c01', 'c02')
WINDOW w AS (PARTITION BY customerId ORDER BY eventTime ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);
