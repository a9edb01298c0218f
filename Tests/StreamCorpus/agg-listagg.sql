-- LISTAGG with the default and another separator; NULLs are skipped.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, LISTAGG(eventId) AS ids, LISTAGG(currency, '; ') AS currencies,
  LISTAGG(CAST(amount AS STRING), '|') AS amounts
FROM orders WHERE status = 'CANCELLED' GROUP BY customerId;
