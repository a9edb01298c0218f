-- A window over a view that filters and renames; the time attribute survives.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW big AS
SELECT customerId AS c, CAST(amount * 100 AS BIGINT) AS cents, eventTime AS t FROM orders WHERE amount >= 100;
SELECT c, window_start, SUM(cents) AS cents, MAX(t) AS latest
FROM TABLE(TUMBLE(TABLE big, DESCRIPTOR(t), INTERVAL '10' MINUTES))
GROUP BY c, window_start, window_end;
