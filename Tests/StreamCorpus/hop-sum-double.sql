-- Sums of DOUBLE in sliding windows.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, window_start, SUM(CAST(amount AS DOUBLE) / 3) AS s, AVG(CAST(amount AS DOUBLE) / 7) AS a
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE, INTERVAL '5' MINUTE))
GROUP BY customerId, window_start, window_end;
