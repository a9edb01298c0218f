-- Keys of several types, among them a DECIMAL, a BOOLEAN and a DATE.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT amount > 50 AS big, CAST(amount / 100 AS INT) AS hundreds, CAST(eventTime AS DATE) AS on_day, window_start,
  COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '15' MINUTES))
WHERE amount < 1000
GROUP BY amount > 50, CAST(amount / 100 AS INT), CAST(eventTime AS DATE), window_start, window_end;
