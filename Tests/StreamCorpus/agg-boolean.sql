-- MIN and MAX of strings, booleans, timestamps and dates.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, MIN(status) AS ls, MAX(status) AS hs, MIN(amount > 50) AS lb, MAX(amount > 50) AS hb,
  MIN(eventTime) AS lt, MAX(CAST(eventTime AS DATE)) AS hd FROM orders WHERE eventId < 'e00060' GROUP BY customerId;
