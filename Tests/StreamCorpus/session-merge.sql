-- Rows out of order merge sessions; late rows are dropped.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT status, window_start, window_end, COUNT(*) AS n, COUNT(DISTINCT customerId) AS customers
FROM TABLE(SESSION(TABLE orders PARTITION BY status, DESCRIPTOR(eventTime), INTERVAL '10' SECOND))
GROUP BY status, window_start, window_end;
