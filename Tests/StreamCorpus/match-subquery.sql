-- MATCH_RECOGNIZE over a view, its result grouped.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE VIEW paid AS SELECT customerId, eventId, amount, eventTime FROM orders WHERE amount IS NOT NULL
  AND status <> 'CANCELLED';
SELECT customerId, COUNT(*) AS runs, SUM(n) AS events FROM paid
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES COUNT(*) AS n
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B+ C)
  DEFINE B AS B.amount < A.amount, C AS C.amount > A.amount
) AS T
GROUP BY customerId;
