-- Expressions of aggregates and of keys: arithmetic, CASE, concatenation, a key that is an expression.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT UPPER(SUBSTRING(status FROM 1 FOR 2)) AS short, DATE_FORMAT(window_start, 'HH:mm') AS starts,
  SUM(amount) / COUNT(*) AS mean, SUM(amount * 2) - SUM(amount) AS total, MAX(amount) - MIN(amount) AS spread,
  CASE WHEN COUNT(*) > 20 THEN 'busy' ELSE 'calm' END AS load,
  CAST(COUNT(*) AS STRING) || ' orders' AS text, SUM(CASE WHEN currency = 'EUR' THEN 1 ELSE 0 END) AS eur
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES))
GROUP BY UPPER(SUBSTRING(status FROM 1 FOR 2)), window_start, window_end;
