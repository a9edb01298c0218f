-- Window Top-N over sliding windows.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT window_start, customerId, total FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY total DESC, customerId) AS rn
  FROM (SELECT customerId, window_start, window_end, SUM(amount) AS total
  FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '2' MINUTES, INTERVAL '6' MINUTES))
  GROUP BY customerId, window_start, window_end))
WHERE rn = 1;
