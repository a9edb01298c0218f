-- An aggregate over a deduplicated stream: counts by the latest status of every order.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT status, COUNT(*) AS n FROM (
  SELECT orderId, status
  FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY eventTime DESC) AS rn FROM orders
  WHERE eventId < 'e00100') WHERE rn = 1)
GROUP BY status;
