-- OVER the rows of a window aggregate.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT currency, window_time, n, SUM(n) OVER (PARTITION BY currency ORDER BY window_time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS t, LAG(n) OVER (PARTITION BY currency ORDER BY window_time) AS l FROM (SELECT currency, window_time, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end, window_time, currency);
