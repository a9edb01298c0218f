-- UNION ALL keeps duplicates; names come from the first branch; types widen.
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
SELECT eventId AS id, customerId, amount, 1 AS kind FROM orders WHERE status = 'SHIPPED'
UNION ALL
SELECT paymentId, customerId, paid * 1.000, 2 FROM payments WHERE `method` = 'SEPA'
UNION ALL
SELECT 'constant', CAST(NULL AS STRING), 1.5, CAST(3 AS BIGINT);
