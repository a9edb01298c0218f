-- SKIP TO FIRST of the first variable would never advance: it fails the job.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES A.eventId AS a, B.eventId AS b
  AFTER MATCH SKIP TO FIRST A
  PATTERN (A B)
  DEFINE A AS A.amount > 20, B AS B.amount > 20
) AS T;
