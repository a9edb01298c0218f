-- State that lives for a day: the last rows by event time.
SET 'table.exec.state.ttl' = '1 d';
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, customerId FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY customerId ORDER BY eventTime DESC) AS rn FROM orders WHERE eventId < 'e00060')
WHERE rn = 1;
