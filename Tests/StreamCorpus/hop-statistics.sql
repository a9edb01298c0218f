-- AVG, STDDEV_POP and VAR_SAMP across panes.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, AVG(amount) AS average, STDDEV_POP(amount) AS sp, VAR_SAMP(amount) AS vs, COUNT(*) AS n
FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '5' MINUTES, INTERVAL '15' MINUTES))
WHERE amount < 1000
GROUP BY window_start, window_end;
