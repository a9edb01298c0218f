-- Top-N over maxima that only grow.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, top FROM (
  SELECT customerId, top, ROW_NUMBER() OVER (ORDER BY top DESC, customerId) AS rn
  FROM (SELECT customerId, MAX(amount) AS top FROM orders WHERE eventId < 'e00120' AND amount < 1000 GROUP BY customerId))
WHERE rn <= 3;
