-- SKIP TO LAST of an optional variable that matched no row.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES A.eventId AS a, B.eventId AS b, C.eventId AS c
  AFTER MATCH SKIP TO LAST B
  PATTERN (A B? C)
  DEFINE A AS A.status = 'PENDING', B AS B.status = 'SHIPPED', C AS C.status = 'CONFIRMED'
) AS T;
