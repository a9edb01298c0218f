-- Expressions over OVER aggregates and a filter on them.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM (
  SELECT customerId, eventId, amount, amount - AVG(amount) OVER w AS deviation,
  amount > 2 * AVG(amount) OVER w AS high
  FROM orders WHERE amount < 1000
  WINDOW w AS (PARTITION BY customerId ORDER BY eventTime ROWS BETWEEN 5 PRECEDING AND CURRENT ROW))
WHERE high;
