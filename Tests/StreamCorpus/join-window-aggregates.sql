-- Window join of two windowed aggregates.
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
SELECT o.customerId, o.window_start, o.orders, p.payments, o.total - p.paid AS due
FROM (SELECT customerId, window_start, window_end, COUNT(*) AS orders, SUM(amount) AS total
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES))
GROUP BY customerId, window_start, window_end) AS o
JOIN (SELECT customerId, window_start, window_end, COUNT(*) AS payments, SUM(paid) AS paid
FROM TABLE(TUMBLE(TABLE payments, DESCRIPTOR(paymentTime), INTERVAL '5' MINUTES))
GROUP BY customerId, window_start, window_end) AS p
ON o.customerId = p.customerId AND o.window_start = p.window_start AND o.window_end = p.window_end;
