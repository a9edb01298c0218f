-- INNER join with conditions on both sides and on expressions of the keys.
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
SELECT o.eventId, p.paymentId, o.amount - p.paid AS diff
FROM orders AS o JOIN payments AS p ON UPPER(o.orderId) = UPPER(p.orderId) AND o.amount <> p.paid
WHERE o.status <> 'CANCELLED' AND p.`method` IN ('CARD', 'SEPA');
