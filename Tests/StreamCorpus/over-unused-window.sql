-- What is computed OVER rows below a window function is computed, though nothing reads it: late rows go.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW totals AS SELECT eventId, status, eventTime, SUM(amount) OVER (PARTITION BY customerId ORDER BY eventTime) AS total FROM orders;
SELECT status, window_start, COUNT(*) AS n FROM TABLE(CUMULATE(TABLE totals, DESCRIPTOR(eventTime), INTERVAL '5' MINUTE, INTERVAL '15' MINUTE)) GROUP BY status, window_start, window_end;
