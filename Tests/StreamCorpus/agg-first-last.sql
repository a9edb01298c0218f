-- FIRST_VALUE and LAST_VALUE in arrival order.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, FIRST_VALUE(eventId) AS f, LAST_VALUE(eventId) AS l, LAST_VALUE(amount) AS a,
  FIRST_VALUE(amount) AS fa FROM orders WHERE status = 'PENDING' GROUP BY customerId;
