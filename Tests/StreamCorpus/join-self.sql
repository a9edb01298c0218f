-- A stream joined with itself.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT a.eventId AS a, b.eventId AS b, a.orderId FROM orders AS a JOIN orders AS b ON a.orderId = b.orderId
  AND a.eventId < b.eventId;
