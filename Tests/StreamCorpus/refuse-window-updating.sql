-- A window over an updating stream.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE VIEW v AS SELECT customerId, eventTime, COUNT(*) AS n FROM orders GROUP BY customerId, eventTime;
SELECT window_start, SUM(n) FROM TABLE(TUMBLE(TABLE v, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end;
