-- LAG over the rows of a window aggregate.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT currency, window_time, n, LAG(n) OVER (PARTITION BY currency ORDER BY window_time) AS l, n - LAG(n, 1, CAST(0 AS BIGINT)) OVER (PARTITION BY currency ORDER BY window_time) AS d FROM (SELECT currency, window_time, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end, window_time, currency);
