-- A stream joined with constants.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT o.eventId, o.currency, r.rate, o.amount * r.rate AS eur
FROM orders AS o JOIN (VALUES ('EUR', 1.0), ('USD', 0.9), ('GBP', 1.15)) AS r (code, rate) ON o.currency = r.code
WHERE o.eventId < 'e00050';
