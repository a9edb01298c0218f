-- AFTER MATCH SKIP PAST LAST ROW: matches do not overlap.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES FIRST(A.eventId) AS f, LAST(A.eventId) AS l, COUNT(A.eventId) AS n, B.eventId AS b
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A+ B)
  DEFINE A AS A.amount > 30, B AS B.amount <= 30
) AS T;
