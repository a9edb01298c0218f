-- A reluctant range at the end of the pattern.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES A.eventId AS a, COUNT(B.eventId) AS nb, LAST(B.eventId) AS b
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B{1,3}?)
  DEFINE A AS A.status = 'PENDING', B AS B.amount > 10
) AS T;
