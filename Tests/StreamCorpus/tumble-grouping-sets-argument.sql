-- Keys of grouping sets are aggregated in windows too, with their values in every set.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT window_start, status, COUNT(status) AS a, COUNT(DISTINCT currency) AS b, MIN(status) AS c FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTE)) GROUP BY window_start, window_end, ROLLUP (status, currency);
