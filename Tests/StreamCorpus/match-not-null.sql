-- What is never NULL is a measure that is never NULL, of a variable that has a row in every match.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM (SELECT eventId, customerId, eventTime, COALESCE(amount, 0) AS amount, COALESCE(status, '-') AS status FROM orders)
MATCH_RECOGNIZE (PARTITION BY customerId ORDER BY eventTime
  MEASURES A.amount AS a, FIRST(B.status) AS b, LAST(B.amount) AS c, SUM(B.amount) AS d, A.eventId AS e, UPPER(B.status) AS f
  PATTERN (A B+ C) DEFINE A AS A.amount > 10, B AS B.amount > A.amount, C AS C.amount < A.amount) AS m;
