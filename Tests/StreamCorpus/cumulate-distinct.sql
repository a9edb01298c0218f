-- DISTINCT rows with both ends of a window are one group of that window: late rows are dropped, nothing is updated.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT DISTINCT window_start, window_end, status, amount > 1000 AS isLarge FROM TABLE(CUMULATE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTE, INTERVAL '15' MINUTE)) WHERE currency <> 'USD';
