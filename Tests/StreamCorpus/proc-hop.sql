-- A sliding window by processing time that the file's end does not close.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, COUNT(*) AS n
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(pt), INTERVAL '10' DAYS, INTERVAL '20' DAYS)) GROUP BY customerId, window_start, window_end;
