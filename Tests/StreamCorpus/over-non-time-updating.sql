-- OVER a plain column of an updating input.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, n, SUM(n) OVER (ORDER BY n) AS t FROM (SELECT customerId, COUNT(*) AS n FROM orders WHERE eventId < 'e00030' GROUP BY customerId);
