-- CASE with and without an operand, without ELSE, with NULL conditions, nested.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId,
  CASE WHEN amount > 300 THEN 'high' WHEN amount > 50 THEN 'middle' WHEN amount IS NULL THEN 'none' ELSE 'low' END AS class,
  CASE currency WHEN 'EUR' THEN 1 WHEN 'USD' THEN 2 END AS code,
  CASE customerId WHEN NULL THEN 'never' ELSE 'always' END AS nul,
  CASE WHEN status = 'PENDING' THEN CASE WHEN amount > 100 THEN 'p+' ELSE 'p-' END ELSE status END AS nested
FROM orders WHERE eventId < 'e00060';
