-- A scalar sub-query without rows is NULL.
-- compare: net
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, (SELECT v FROM (VALUES (1), (2)) AS t (v) WHERE v > 5) AS nothing FROM orders WHERE eventId < 'e00003';
