-- Comparisons of different types.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount > 50 AS a, amount = 24.49 AS b, amount < 50e0 AS c, eventTime > '2025-12-31 23:35:00' AS d, status = CAST('SHIPPED' AS CHAR(10)) AS f,
  CAST(eventTime AS STRING) AS g, amount BETWEEN 10 AND 60.5 AS h, amount IN (24.49, 65.37) AS i
FROM orders WHERE eventId < 'e00020';
