-- LAG with offsets and a default.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, eventId, LAG(amount) OVER w AS l1, LAG(amount, 2) OVER w AS l2,
  LAG(eventId, 1, 'none') OVER w AS ld
FROM orders WHERE customerId IN ('c01', 'c02')
WINDOW w AS (PARTITION BY customerId ORDER BY eventTime);
