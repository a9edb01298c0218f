-- A reluctant plus whose rows also satisfy the variable behind it.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES FIRST(A.eventId) AS a1, LAST(A.eventId) AS an, B.eventId AS b, COUNT(*) AS n
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A+? B)
  DEFINE A AS A.amount > 20, B AS B.amount > 50
) AS T;
