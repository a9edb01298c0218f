-- Tumbling windows over the window_time of sessions.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW sessions AS
SELECT customerId, window_time AS ended, COUNT(*) AS n
FROM TABLE(SESSION(TABLE orders PARTITION BY customerId, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
GROUP BY customerId, window_start, window_end, window_time;
SELECT window_start, window_end, COUNT(*) AS sessions, MAX(n) AS longest, SUM(n) AS events
FROM TABLE(TUMBLE(TABLE sessions, DESCRIPTOR(ended), INTERVAL '10' MINUTES))
GROUP BY window_start, window_end;
