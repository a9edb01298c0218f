-- Two updating aggregates joined, then aggregated again.
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
SELECT o.customerId, o.n, p.n AS payments, o.total, p.paid
FROM (SELECT customerId, COUNT(*) AS n, SUM(amount) AS total FROM orders GROUP BY customerId) AS o
FULL JOIN (SELECT customerId, COUNT(*) AS n, SUM(paid) AS paid FROM payments
GROUP BY customerId) AS p ON o.customerId = p.customerId;
