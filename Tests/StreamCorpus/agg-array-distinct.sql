-- ARRAY_AGG of distinct values, with FILTER, and without NULLs.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT currency, ARRAY_AGG(DISTINCT status) AS statuses, ARRAY_AGG(eventId) FILTER (WHERE amount > 100) AS big
FROM orders WHERE eventId < 'e00040' GROUP BY currency;
