-- Tumbling windows over the window_time of sliding windows.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW sliding AS
SELECT customerId, window_time AS rowtime, COUNT(*) AS n
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '2' MINUTES, INTERVAL '4' MINUTES))
GROUP BY customerId, window_start, window_end, window_time;
SELECT window_start, window_end, COUNT(*) AS windows, MAX(n) AS highest
FROM TABLE(TUMBLE(TABLE sliding, DESCRIPTOR(rowtime), INTERVAL '10' MINUTES))
GROUP BY window_start, window_end;
