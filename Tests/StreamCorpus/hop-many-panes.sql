-- Ten windows hold every event (10 minutes by 1): a late row still counts in the windows that have not fired.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, window_end, COUNT(*) AS n, SUM(amount) AS total, MIN(eventTime) AS earliest
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTES, INTERVAL '10' MINUTES))
GROUP BY window_start, window_end;
