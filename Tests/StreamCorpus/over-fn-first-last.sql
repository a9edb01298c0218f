-- FIRST_VALUE and LAST_VALUE OVER event time.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, eventId, FIRST_VALUE(amount) OVER w AS f, LAST_VALUE(amount) OVER w AS l FROM orders WINDOW w AS (PARTITION BY customerId ORDER BY eventTime ROWS BETWEEN 3 PRECEDING AND CURRENT ROW);
