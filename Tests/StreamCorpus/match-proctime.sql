-- MATCH_RECOGNIZE by processing time.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders MATCH_RECOGNIZE (PARTITION BY customerId ORDER BY pt MEASURES A.eventId AS a, B.eventId AS b PATTERN (A B) DEFINE A AS A.amount > 100, B AS B.amount > 100) AS t;
