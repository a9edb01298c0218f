-- OVER the last rows of a key.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, COUNT(*) OVER (ORDER BY eventTime) AS n FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY eventTime DESC) AS rn FROM orders) WHERE rn = 1;
