-- NOT IN a set with NULL is never true.
-- compare: net
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, customerId FROM orders WHERE eventId < 'e00030' AND customerId NOT IN (SELECT c FROM (VALUES ('c01'), (CAST(NULL AS STRING))) AS t (c));
