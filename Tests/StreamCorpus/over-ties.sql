-- Rows of equal event time: ROWS counts them one by one, RANGE together.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT eventTime, eventId,
  COUNT(*) OVER (ORDER BY eventTime RANGE BETWEEN INTERVAL '1' SECOND PRECEDING AND CURRENT ROW) AS r FROM orders
  WHERE status = 'CORRECTED' OR eventId < 'e00100';
