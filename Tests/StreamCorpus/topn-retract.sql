-- Top-N over an aggregate that rises and falls.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, average FROM (
  SELECT customerId, average, ROW_NUMBER() OVER (ORDER BY average DESC, customerId) AS rn
  FROM (SELECT customerId, AVG(amount) AS average FROM orders WHERE amount < 1000 AND customerId IS NOT NULL
  AND eventId < 'e00120' GROUP BY customerId))
WHERE rn <= 2;
