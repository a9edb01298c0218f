-- HAVING and FILTER in session windows.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, window_start, window_end, COUNT(*) AS n, COUNT(*) FILTER (WHERE amount > 100) AS big
FROM TABLE(SESSION(TABLE orders PARTITION BY customerId, DESCRIPTOR(eventTime), INTERVAL '45' SECOND))
GROUP BY customerId, window_start, window_end
HAVING COUNT(*) > 6;
