-- FILTER and HAVING in cumulating windows per customer.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, window_start, window_end, SUM(amount) FILTER (WHERE status = 'CONFIRMED') AS confirmed
FROM TABLE(CUMULATE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '15' MINUTES, INTERVAL '1' HOUR))
GROUP BY customerId, window_start, window_end
HAVING SUM(amount) FILTER (WHERE status = 'CONFIRMED') > 1000;
