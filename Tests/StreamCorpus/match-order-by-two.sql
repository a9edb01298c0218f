-- A second ordering column decides between rows of equal time.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  ORDER BY eventTime, eventId DESC
  MEASURES A.eventId AS a, B.eventId AS b, A.eventTime AS t
  AFTER MATCH SKIP TO NEXT ROW
  PATTERN (A B)
  DEFINE B AS B.eventTime = A.eventTime
) AS T;
