-- Sessions of the whole stream, grouped by a column within them.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT status, window_end, COUNT(*) AS n FROM TABLE(SESSION(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '6' SECOND)) GROUP BY status, window_start, window_end;
