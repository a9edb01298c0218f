-- Without an AFTER MATCH clause Flink skips to the next row.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES FIRST(A.eventId) AS f, B.eventId AS b
  PATTERN (A{2} B)
  DEFINE A AS A.currency = 'EUR', B AS B.currency <> 'EUR'
) AS T;
