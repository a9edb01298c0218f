-- The first row by a column that is no time, with what it is partitioned by.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customerId ORDER BY amount DESC) AS rn FROM orders WHERE eventId < 'e00080') WHERE rn = 1;
