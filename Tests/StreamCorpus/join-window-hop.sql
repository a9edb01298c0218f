-- Window join of sliding windows with a condition that is no equality.
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
SELECT o.eventId, p.paymentId, o.window_start
FROM (SELECT * FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTES, INTERVAL '2' MINUTES))
WHERE customerId = 'c01') AS o
JOIN (SELECT * FROM TABLE(HOP(TABLE payments, DESCRIPTOR(paymentTime), INTERVAL '1' MINUTES,
  INTERVAL '2' MINUTES))) AS p
ON o.customerId = p.customerId AND o.window_start = p.window_start AND o.window_end = p.window_end
  AND o.amount > p.paid;
