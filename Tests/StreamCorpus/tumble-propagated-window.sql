-- A second aggregation over the same windows keeps window_start and window_end as keys.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, window_end, COUNT(*) AS customers, MAX(n) AS busiest, SUM(total) AS total
FROM (
  SELECT customerId, window_start, window_end, COUNT(*) AS n, SUM(amount) AS total
  FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES))
  GROUP BY customerId, window_start, window_end)
GROUP BY window_start, window_end;
