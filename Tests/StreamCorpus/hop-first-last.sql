-- FIRST_VALUE and LAST_VALUE, MIN and MAX of strings in sliding windows.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, window_start, MIN(status) AS low, MAX(status) AS high, MIN(eventId) AS e1, MAX(eventId) AS e2
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '2' MINUTE, INTERVAL '4' MINUTE))
GROUP BY customerId, window_start, window_end;
