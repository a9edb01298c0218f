-- Rows with a window by processing time: at once, though the window has not ended.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, window_end > window_start AS ok, window_time IS NULL AS t
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(pt), INTERVAL '10' DAYS));
