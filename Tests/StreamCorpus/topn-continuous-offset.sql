-- A rank range in a continuous Top-N.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount, rn FROM (
  SELECT eventId, amount, ROW_NUMBER() OVER (ORDER BY amount DESC, eventId) AS rn FROM orders WHERE amount < 1000)
WHERE rn > 1 AND rn <= 3;
