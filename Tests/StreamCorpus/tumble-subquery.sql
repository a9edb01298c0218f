-- A window over a filtered and projected sub-query; the time attribute survives under another name.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT c, window_start, SUM(cents) AS cents
FROM TABLE(TUMBLE(
  (SELECT customerId AS c, CAST(amount * 100 AS BIGINT) AS cents, eventTime AS t FROM orders
  WHERE status <> 'PENDING'),
  DESCRIPTOR(t), INTERVAL '10' MINUTES))
GROUP BY c, window_start, window_end;
