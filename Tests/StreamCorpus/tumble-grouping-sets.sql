-- GROUPING SETS inside a window with GROUPING() and GROUPING_ID().
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, status, currency, GROUPING(status) AS gs, GROUPING(currency) AS gc,
  GROUPING_ID(status, currency) AS gid, COUNT(*) AS n, SUM(amount) AS total
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '20' MINUTES))
GROUP BY window_start, window_end, GROUPING SETS ((status, currency), (status), (currency), ());
