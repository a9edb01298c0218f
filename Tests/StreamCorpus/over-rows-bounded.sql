-- The last three rows by event time: several aggregates over one window.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, eventId, COUNT(amount) OVER w AS n, AVG(amount) OVER w AS average, MIN(amount) OVER w AS low,
  MAX(amount) OVER w AS high, FIRST_VALUE(eventId) OVER w AS f, LAST_VALUE(eventId) OVER w AS l
FROM orders WHERE customerId IN ('c03', 'c日本')
WINDOW w AS (PARTITION BY customerId ORDER BY eventTime ROWS BETWEEN 2 PRECEDING AND CURRENT ROW);
