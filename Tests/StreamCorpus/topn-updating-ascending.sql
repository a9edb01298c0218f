-- The smallest counts: rows get worse.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, n FROM (
  SELECT customerId, n, ROW_NUMBER() OVER (ORDER BY n) AS rn
  FROM (SELECT customerId, COUNT(*) AS n FROM orders WHERE eventId < 'e00120' GROUP BY customerId))
WHERE rn <= 2;
