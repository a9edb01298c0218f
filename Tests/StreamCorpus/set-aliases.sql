-- Aliases of tables and columns, qualified stars, repeated names.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT o.eventId, o.amount AS amount, o.amount, t.*, o.eventId AS eventId0
FROM orders AS o, (VALUES (1, 'x')) AS t (k, v) WHERE o.eventId < 'e00006';
