-- Rows in sliding windows.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, window_start, window_end, window_time FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES, INTERVAL '10' MINUTES)) WHERE eventId < 'e00020';
