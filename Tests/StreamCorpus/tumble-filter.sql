-- FILTER on several aggregates, also with DISTINCT.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, COUNT(*) FILTER (WHERE status = 'CANCELLED') AS cancelled,
  SUM(amount) FILTER (WHERE currency = 'EUR') AS eur,
  COUNT(DISTINCT customerId) FILTER (WHERE amount > 100) AS big_customers,
  COUNT(*) FILTER (WHERE amount IS NULL) AS without_amount,
  MIN(amount) FILTER (WHERE status = 'NOSUCH') AS nothing
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '2' MINUTES))
GROUP BY window_start, window_end;
