-- FIRST_VALUE OVER a range.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, eventId, FIRST_VALUE(eventId) OVER (PARTITION BY customerId ORDER BY eventTime RANGE BETWEEN INTERVAL '1' MINUTE PRECEDING AND CURRENT ROW) AS f FROM orders;
