-- GROUPING SETS in cumulating windows.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, window_end, currency, COUNT(*) AS n, MAX(amount) AS high
FROM TABLE(CUMULATE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES, INTERVAL '30' MINUTES))
GROUP BY window_start, window_end, GROUPING SETS ((currency), ());
