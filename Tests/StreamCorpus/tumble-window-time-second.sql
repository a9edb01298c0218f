-- Windows over window_time: 1-minute counts per customer become 10-minute maxima and sums.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
WITH minutes AS (
  SELECT customerId, window_time AS rowtime, COUNT(*) AS n, SUM(amount) AS total
  FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
  GROUP BY customerId, window_start, window_end, window_time
)
SELECT customerId, window_start, window_end, MAX(n) AS busiest, SUM(n) AS n, SUM(total) AS total, COUNT(*) AS minutes
FROM TABLE(TUMBLE(TABLE minutes, DESCRIPTOR(rowtime), INTERVAL '10' MINUTES))
GROUP BY customerId, window_start, window_end;
