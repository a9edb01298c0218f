-- Window Top-N after a window aggregation: the two busiest customers of every window.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT * FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY n DESC, customerId) AS rn
  FROM (SELECT customerId, window_start, window_end, COUNT(*) AS n, SUM(amount) AS total
  FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES)) WHERE customerId IS NOT NULL
  GROUP BY customerId, window_start, window_end))
WHERE rn <= 2;
