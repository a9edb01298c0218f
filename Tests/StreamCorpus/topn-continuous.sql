-- Continuous Top-N with the rank: rows move down as others overtake them.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, eventId, amount, rn FROM (
  SELECT customerId, eventId, amount, ROW_NUMBER() OVER (PARTITION BY customerId ORDER BY amount DESC) AS rn
  FROM orders WHERE amount IS NOT NULL)
WHERE rn <= 3;
