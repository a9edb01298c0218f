-- A window without other keys: every late row shows in the counts.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, window_end, COUNT(*) AS n, COUNT(amount) AS amounts, COUNT(DISTINCT customerId) AS customers,
  MIN(amount) AS low, MAX(amount) AS high, SUM(amount) AS total, AVG(amount) AS average
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end;
