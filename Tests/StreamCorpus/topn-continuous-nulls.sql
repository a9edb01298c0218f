-- Continuous Top-N with NULLs first and NULLs last.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT currency, eventId, amount, rn FROM (
  SELECT currency, eventId, amount,
  ROW_NUMBER() OVER (PARTITION BY currency ORDER BY amount DESC NULLS FIRST, eventId) AS rn FROM orders)
WHERE rn <= 2;
