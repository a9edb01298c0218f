-- An aggregate of an aggregate: the inner rows are retracted from the outer.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT n, COUNT(*) AS customers
FROM (SELECT customerId, COUNT(*) AS n FROM orders WHERE eventId < 'e00060' GROUP BY customerId) AS c GROUP BY n;
