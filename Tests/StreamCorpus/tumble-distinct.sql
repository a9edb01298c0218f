-- COUNT, SUM and AVG DISTINCT side by side with plain ones.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, COUNT(DISTINCT status) AS statuses, COUNT(DISTINCT amount) AS amounts, COUNT(amount) AS n,
  SUM(DISTINCT amount) AS total, AVG(DISTINCT CHAR_LENGTH(status)) AS len
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '3' MINUTES))
GROUP BY window_start, window_end;
