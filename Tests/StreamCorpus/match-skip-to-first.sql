-- AFTER MATCH SKIP TO FIRST of a variable.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES A.eventId AS a, FIRST(B.eventId) AS b1, LAST(B.eventId) AS b2, C.eventId AS c
  AFTER MATCH SKIP TO FIRST B
  PATTERN (A B{2} C)
  DEFINE B AS B.amount > 20, C AS C.amount <= 100
) AS T;
