-- An exact count.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES FIRST(A.eventId) AS a1, LAST(A.eventId) AS a3, SUM(A.amount) AS total
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A{3})
  DEFINE A AS A.status = 'CONFIRMED'
) AS T;
