-- Continuous Top-N over the whole stream, ascending.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount FROM (
  SELECT eventId, amount, ROW_NUMBER() OVER (ORDER BY amount ASC, eventId ASC) AS rn FROM orders WHERE amount > 0)
WHERE rn <= 5;
