-- Aggregates OVER a bounded frame may be NULL as far as their types go.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, MIN(v) OVER w AS a, SUM(v) OVER w AS b, AVG(v) OVER w AS c, COUNT(v) OVER w AS d, FIRST_VALUE(v) OVER w AS e
FROM (SELECT eventId, customerId, eventTime, CHAR_LENGTH(COALESCE(status, '-')) AS v FROM orders)
WINDOW w AS (PARTITION BY customerId ORDER BY eventTime RANGE BETWEEN INTERVAL '1' MINUTE PRECEDING AND CURRENT ROW);
