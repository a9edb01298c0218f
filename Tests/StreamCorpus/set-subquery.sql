-- Nested sub-queries with renamed columns and filters at every level.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT k, total / n AS mean FROM (
  SELECT k, SUM(v) AS total, COUNT(*) AS n
  FROM (SELECT customerId AS k, amount AS v FROM orders WHERE amount IS NOT NULL AND eventId < 'e00050') AS i
  WHERE v < 1000 GROUP BY k) AS o
WHERE n > 3;
