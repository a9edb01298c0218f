-- FIRST and LAST with offsets in MEASURES and DEFINE.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES FIRST(A.amount) AS f0, FIRST(A.amount, 1) AS f1, FIRST(A.amount, 9) AS f9, LAST(A.amount) AS l0,
  LAST(A.amount, 1) AS l1, LAST(A.amount, 9) AS l9, B.eventId AS b, COUNT(A.eventId) AS n
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A+ B)
  DEFINE A AS A.amount > COALESCE(LAST(A.amount, 1), 0), B AS B.amount < FIRST(A.amount)
) AS T;
