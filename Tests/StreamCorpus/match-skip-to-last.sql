-- AFTER MATCH SKIP TO LAST of a variable.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES A.eventId AS a, LAST(B.eventId) AS b, COUNT(B.eventId) AS n, C.eventId AS c
  AFTER MATCH SKIP TO LAST B
  PATTERN (A B+ C)
  DEFINE B AS B.amount > 40, C AS C.amount <= 40
) AS T;
