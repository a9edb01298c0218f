-- HAVING on an updating aggregate: rows enter and leave the result.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT status, COUNT(*) AS n FROM orders GROUP BY status HAVING COUNT(*) BETWEEN 20 AND 30;
