-- Deduplication keeping the first row by event time: emitted once the watermark passes it, never taken back.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT eventId, status, eventTime FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY eventId ORDER BY eventTime ASC) AS rn FROM orders
  WHERE customerId = 'c01')
WHERE rn = 1;
