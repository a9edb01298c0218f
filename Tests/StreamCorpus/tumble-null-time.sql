-- Rows without time, of a join that found no partner, are in no window.
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
CREATE VIEW paid AS
SELECT o.eventId, p.paymentId, p.paymentTime FROM orders AS o LEFT JOIN payments AS p
ON o.orderId = p.orderId AND o.eventTime BETWEEN p.paymentTime - INTERVAL '1' MINUTE AND p.paymentTime;
SELECT eventId, paymentId, window_start FROM TABLE(TUMBLE(TABLE paid, DESCRIPTOR(paymentTime), INTERVAL '5' MINUTE));
