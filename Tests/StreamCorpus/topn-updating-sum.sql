-- Top-N over sums: rows are withdrawn.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, total, rn FROM (
  SELECT customerId, total, ROW_NUMBER() OVER (ORDER BY total DESC) AS rn
  FROM (SELECT customerId, SUM(amount) AS total FROM orders WHERE eventId < 'e00120' GROUP BY customerId))
WHERE rn <= 3;
