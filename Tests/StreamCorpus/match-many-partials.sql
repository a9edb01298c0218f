-- Many matches that have begun, of which most end at once.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT * FROM orders MATCH_RECOGNIZE (ORDER BY eventTime MEASURES FIRST(A.eventId) AS a, LAST(B.eventId) AS b, C.eventId AS c AFTER MATCH SKIP TO NEXT ROW PATTERN (A{2} B{2,}? C) WITHIN INTERVAL '60' SECOND DEFINE A AS A.amount > 20, B AS SUM(B.amount) < 100000, C AS C.amount < 12) AS m;
