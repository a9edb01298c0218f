-- VALUES in FROM, joined.
-- compare: net
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT o.eventId, v.label FROM orders AS o JOIN (VALUES ('EUR', 'euro'), ('USD', 'dollar')) AS v (code, label) ON o.currency = v.code WHERE o.eventId < 'e00009';
