-- Cumulating windows: 20 minutes in steps of 5, per status.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT status, window_start, window_end, window_time, COUNT(*) AS n, SUM(amount) AS total
FROM TABLE(CUMULATE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES, INTERVAL '20' MINUTES))
GROUP BY status, window_start, window_end, window_time;
