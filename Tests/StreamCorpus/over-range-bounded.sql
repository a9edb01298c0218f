-- The last two minutes by event time; rows of equal time see each other.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, eventId, eventTime, COUNT(*) OVER w AS n, SUM(amount) OVER w AS total
FROM orders WHERE customerId IN ('c04', '')
WINDOW w AS (PARTITION BY customerId ORDER BY eventTime RANGE BETWEEN INTERVAL '2' MINUTE PRECEDING AND CURRENT ROW);
