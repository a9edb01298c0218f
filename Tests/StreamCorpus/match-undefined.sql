-- A variable without a DEFINE matches every row.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES A.eventId AS a, X.eventId AS x, X.status AS s, B.eventId AS b
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A X B)
  DEFINE A AS A.status = 'CANCELLED', B AS B.status = 'CONFIRMED'
) AS T;
