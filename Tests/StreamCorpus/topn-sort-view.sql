-- Windows over a view with ORDER BY.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW sorted AS SELECT * FROM orders ORDER BY eventTime;
SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE sorted, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end;
