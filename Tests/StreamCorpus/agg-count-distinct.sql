-- COUNT DISTINCT, SUM DISTINCT and plain aggregates side by side.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT currency, COUNT(DISTINCT customerId) AS customers, COUNT(DISTINCT status) AS statuses, COUNT(*) AS n,
  SUM(DISTINCT CHAR_LENGTH(status)) AS lengths
FROM orders WHERE status <> 'PENDING' GROUP BY currency;
