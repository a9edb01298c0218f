-- FIRST_VALUE, LAST_VALUE, AVG and MAX in merging sessions.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, window_start, MIN(eventId) AS e1, MAX(eventId) AS e2, AVG(amount) AS average,
  MAX(eventTime) AS latest
FROM TABLE(SESSION(TABLE orders PARTITION BY customerId, DESCRIPTOR(eventTime), INTERVAL '90' SECOND))
GROUP BY customerId, window_start, window_end;
