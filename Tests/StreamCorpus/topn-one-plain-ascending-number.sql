-- The first row by a column that is no time, ascending, with its number.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT rn, customerId, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customerId ORDER BY amount) AS rn FROM orders WHERE eventId < 'e00080') WHERE rn = 1;
