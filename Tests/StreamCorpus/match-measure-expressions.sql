-- Expressions in MEASURES: arithmetic across variables, strings, time differences.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT * FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES A.eventId || '-' || C.eventId AS ids, C.amount - A.amount AS diff,
  TIMESTAMPDIFF(SECOND, A.eventTime, C.eventTime) AS seconds, COUNT(B.eventId) + 2 AS n, UPPER(LAST(B.status)) AS s,
  CASE WHEN C.amount > A.amount THEN 'up' ELSE 'down' END AS direction
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B+ C)
  DEFINE A AS A.currency = 'USD', B AS B.currency = 'EUR', C AS C.currency = 'USD'
) AS T;
