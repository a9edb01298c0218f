-- SESSION with named arguments.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT customerId, window_start, window_end, COUNT(*) AS n FROM TABLE(SESSION(DATA => TABLE orders PARTITION BY customerId, TIMECOL => DESCRIPTOR(eventTime), GAP => INTERVAL '2' MINUTE)) GROUP BY customerId, window_start, window_end;
