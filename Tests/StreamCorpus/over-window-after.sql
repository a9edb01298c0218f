-- Tumbling windows over OVER aggregates: the time attribute survives.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW recents AS
SELECT customerId, eventTime,
  COUNT(*) OVER (PARTITION BY customerId ORDER BY eventTime RANGE BETWEEN INTERVAL '1' MINUTE PRECEDING
  AND CURRENT ROW) AS recent
FROM orders;
SELECT window_start, MAX(recent) AS burst, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE recents, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES))
GROUP BY window_start, window_end;
