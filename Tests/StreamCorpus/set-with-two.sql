-- WITH of two tables, one using the other.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
WITH big AS (SELECT * FROM orders WHERE amount > 300), few (id, a) AS (SELECT eventId, amount FROM big WHERE amount < 400) SELECT id, a + 1 AS b FROM few;
