-- The last row of each key by processing time: updated with each row.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, customerId, amount FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY customerId ORDER BY pt DESC) AS rn FROM orders)
WHERE rn = 1 AND eventId < 'e00100';
