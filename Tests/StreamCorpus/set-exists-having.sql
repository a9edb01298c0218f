-- HAVING with a sub-query.
-- compare: net
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT currency, COUNT(*) AS n FROM orders GROUP BY currency HAVING COUNT(*) > (SELECT MAX(v) FROM (VALUES (10), (30)) AS t (v));
