-- A day in steps of 10 minutes: unique customers so far; the data crosses midnight.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, window_end, COUNT(DISTINCT customerId) AS customers, COUNT(*) AS n
FROM TABLE(CUMULATE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES, INTERVAL '1' DAY))
GROUP BY window_start, window_end;
