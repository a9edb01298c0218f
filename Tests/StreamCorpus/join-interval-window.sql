-- Tumbling windows over the result of an interval join.
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
CREATE VIEW paid AS
SELECT o.customerId, o.amount, p.paid, o.eventTime AS t
FROM orders AS o JOIN payments AS p
ON o.orderId = p.orderId AND p.paymentTime BETWEEN o.eventTime AND o.eventTime + INTERVAL '2' MINUTE;
SELECT customerId, window_start, COUNT(*) AS n, SUM(paid) AS paid
FROM TABLE(TUMBLE(TABLE paid, DESCRIPTOR(t), INTERVAL '5' MINUTES))
GROUP BY customerId, window_start, window_end;
