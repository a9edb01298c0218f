-- HOP with named arguments in another order than positional.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, window_end, COUNT(*) AS n
FROM TABLE(HOP(DATA => TABLE orders, TIMECOL => DESCRIPTOR(eventTime), SLIDE => INTERVAL '6' MINUTES,
  SIZE => INTERVAL '18' MINUTES))
GROUP BY window_start, window_end;
