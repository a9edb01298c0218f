-- Sums and averages of DOUBLE and FLOAT in windows.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, window_start, SUM(CAST(amount AS DOUBLE)) AS s, AVG(CAST(amount AS DOUBLE)) AS a,
  SUM(CAST(amount AS FLOAT)) AS f, AVG(CAST(amount AS FLOAT)) AS g
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '2' MINUTE))
GROUP BY customerId, window_start, window_end;
