-- Grouping by more than the partition key is no window aggregation: Flink updates the groups as sessions close.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, status, window_start, window_end, COUNT(*) AS n, SUM(amount) AS total
FROM TABLE(SESSION(TABLE orders PARTITION BY customerId, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
GROUP BY customerId, status, window_start, window_end;
