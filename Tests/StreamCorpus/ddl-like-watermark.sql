-- LIKE takes the watermark along.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE TABLE other LIKE orders;
SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE other, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end;
