-- UNION ALL of two streams before a window.
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
CREATE VIEW events AS
SELECT customerId, amount, 'order' AS kind, eventTime AS t FROM orders
UNION ALL
SELECT customerId, paid, 'payment', paymentTime FROM payments;
SELECT customerId, window_start, window_end, COUNT(*) AS n, SUM(amount) AS total,
  COUNT(*) FILTER (WHERE kind = 'payment') AS payments
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(t), INTERVAL '5' MINUTES))
GROUP BY customerId, window_start, window_end;
