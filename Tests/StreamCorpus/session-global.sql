-- Session windows without a partition: gaps of 4 seconds split the whole stream.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT window_start, window_end, COUNT(*) AS n, MIN(eventId) AS low, MAX(eventId) AS high
FROM TABLE(SESSION(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '4' SECOND))
GROUP BY window_start, window_end;
