-- State that lives for a day: an unchanged result is emitted again.
SET 'table.exec.state.ttl' = '1 d';
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, MAX(amount) AS top, MIN(amount) AS low FROM orders WHERE eventId < 'e00060' GROUP BY customerId;
