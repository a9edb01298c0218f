-- A stream joined with an updating aggregate.
-- compare: net
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE TABLE payments (
  paymentId STRING, orderId STRING, customerId STRING, paid DECIMAL(12,2), `method` STRING,
  paymentTime TIMESTAMP(3), WATERMARK FOR paymentTime AS paymentTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/payments.json', 'format' = 'json'
);
SELECT o.eventId, o.orderId, t.payments, t.total
FROM orders AS o JOIN (SELECT orderId, COUNT(*) AS payments, SUM(paid) AS total FROM payments
GROUP BY orderId) AS t ON o.orderId = t.orderId;
