-- LAG with late rows and equal times.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT eventId, customerId, LAG(eventId) OVER (PARTITION BY customerId ORDER BY eventTime) AS l, LAG(eventId, 3) OVER (PARTITION BY customerId ORDER BY eventTime) AS l3 FROM orders;
