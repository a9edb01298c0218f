-- Event-time windows over rows without duplicates by processing time.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, window_end, currency, COUNT(*) AS n, SUM(amount) AS total
FROM TABLE(TUMBLE((
  SELECT eventId, orderId, currency, amount, eventTime FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY pt ASC) AS rn FROM orders)
  WHERE rn = 1), DESCRIPTOR(eventTime), INTERVAL '10' MINUTES))
GROUP BY window_start, window_end, currency;
