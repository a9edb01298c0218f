-- The last payment of each customer when an order came, where there is one.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE TABLE payments (
  paymentId STRING, orderId STRING, customerId STRING, paid DECIMAL(12,2), `method` STRING, paymentTime TIMESTAMP(3),
  WATERMARK FOR paymentTime AS paymentTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/payments.json', 'format' = 'json'
);
CREATE VIEW latest AS
SELECT customerId, paymentId, `method`, paymentTime
FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customerId ORDER BY paymentTime DESC) AS n FROM payments) WHERE n = 1;
SELECT o.eventId, o.customerId, l.paymentId FROM orders AS o JOIN latest FOR SYSTEM_TIME AS OF o.eventTime AS l ON o.customerId = l.customerId AND o.status <> l.`method`;
