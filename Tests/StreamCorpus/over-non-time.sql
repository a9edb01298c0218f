-- OVER ordered by a column that is no time attribute: later rows change the sums of rows behind them.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount, SUM(amount) OVER (PARTITION BY customerId ORDER BY amount) AS total FROM orders
WHERE customerId = 'c01' AND eventId < 'e00100' AND amount < 1000;
