-- Longer expressions over order amounts.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount * 1.19 AS gross, ROUND(amount * 1.19, 2) AS rounded, amount / 3 AS third,
  (amount - 10) / (amount + 1000) AS ratio, CAST(amount AS DOUBLE) * 0.1 AS d, MOD(CAST(amount AS INT), 7) AS m,
  -amount + 1 AS n, amount * amount AS sq, CAST(amount AS DECIMAL(6,1)) AS d1
FROM orders WHERE eventId < 'e00040';
