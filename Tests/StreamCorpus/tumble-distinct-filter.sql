-- COUNT, SUM and AVG of distinct values with FILTER in windows.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, window_start, COUNT(DISTINCT status) FILTER (WHERE amount > 50) AS a, COUNT(DISTINCT currency) AS b,
  SUM(DISTINCT amount) FILTER (WHERE currency = 'EUR') AS c, COUNT(DISTINCT orderId) AS o
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTE))
GROUP BY customerId, window_start, window_end;
