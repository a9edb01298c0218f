-- Deduplication keeping the last row by event time.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT orderId, eventId, status, eventTime FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY eventTime DESC) AS rn FROM orders
  WHERE eventId < 'e00150')
WHERE rn = 1;
