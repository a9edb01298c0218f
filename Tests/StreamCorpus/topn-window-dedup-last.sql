-- Window deduplication: the last event of every customer in a window by event time.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, window_start, eventId, eventTime FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, customerId ORDER BY eventTime DESC) AS rn
  FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '15' MINUTES)))
WHERE rn = 1;
