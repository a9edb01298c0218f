-- CROSS JOIN of constants and a stream.
-- compare: net
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT o.eventId, v.x FROM orders AS o CROSS JOIN (VALUES (1), (2)) AS v (x) WHERE o.eventId < 'e00004';
