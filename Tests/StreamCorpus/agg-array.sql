-- ARRAY_AGG keeps arrival order.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, ARRAY_AGG(eventId) AS ids, ARRAY_AGG(amount) AS amounts FROM orders WHERE eventId < 'e00035'
GROUP BY customerId;
