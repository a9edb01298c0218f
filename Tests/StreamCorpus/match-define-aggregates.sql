-- Aggregates in DEFINE: the sum so far and the mean so far.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES FIRST(A.eventId) AS a1, COUNT(A.eventId) AS n, SUM(A.amount) AS total, AVG(A.amount) AS average,
  MIN(A.amount) AS low, MAX(A.amount) AS high, B.eventId AS b, B.amount AS amount
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A{2,} B)
  DEFINE A AS SUM(A.amount) < 300, B AS B.amount > 2 * AVG(A.amount)
) AS T;
