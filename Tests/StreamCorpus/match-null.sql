-- NULL amounts: a condition that is NULL does not hold; aggregates skip NULLs.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES COUNT(*) AS n, COUNT(A.amount) AS amounts, SUM(A.amount) AS total, FIRST(A.eventId) AS a1, B.eventId AS b
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A{2} N C* B)
  DEFINE N AS N.amount IS NULL, C AS C.amount < 50, A AS A.amount < 1000, B AS B.status = 'CANCELLED'
) AS T;
