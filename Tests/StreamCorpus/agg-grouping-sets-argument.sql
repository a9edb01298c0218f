-- Keys of grouping sets are aggregated too, with their values in every set.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT status, currency, COUNT(status) AS a, COUNT(DISTINCT currency) AS b, MAX(currency) AS c, COUNT(*) FILTER (WHERE status = 'PENDING') AS d FROM orders GROUP BY CUBE (status, currency);
