-- An aggregate over the last rows by processing time.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT status, COUNT(*) AS n FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY pt DESC) AS rn FROM orders)
WHERE rn = 1 GROUP BY status;
