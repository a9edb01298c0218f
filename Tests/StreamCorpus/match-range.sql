-- Counts from 2 to 3 and from 1 to 2.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES COUNT(A.eventId) AS na, COUNT(B.eventId) AS nb, FIRST(A.eventId) AS a1, C.eventId AS c
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A{2,3} B{1,2} C)
  DEFINE A AS A.status = 'CONFIRMED', B AS B.status = 'PENDING', C AS C.amount > 50
) AS T;
