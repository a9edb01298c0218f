-- Top-N of each status over counts by two keys.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT status, customerId, n, rn FROM (
  SELECT status, customerId, n, ROW_NUMBER() OVER (PARTITION BY status ORDER BY n DESC) AS rn
  FROM (SELECT status, customerId, COUNT(*) AS n FROM orders GROUP BY status, customerId))
WHERE rn <= 2;
