-- What is never NULL has a minimum in the set without keys too.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT s, c, MAX(s) AS a, MIN(c) AS b, FIRST_VALUE(s) AS d, SUM(v) AS e, SUM(v) FILTER (WHERE v > 1) AS f FROM (SELECT COALESCE(status, '-') AS s, COALESCE(currency, '-') AS c, 1 AS v FROM orders WHERE amount < 15) GROUP BY GROUPING SETS ((s, c), (s), ());
