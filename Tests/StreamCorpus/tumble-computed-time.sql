-- A time attribute computed from a string column.
CREATE TABLE orders (
  customerId STRING, amount DECIMAL(12,2), eventTime STRING, t AS TO_TIMESTAMP(eventTime, 'yyyy-MM-dd HH:mm:ss.SSS'),
  WATERMARK FOR t AS t - INTERVAL '5' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json');
SELECT window_start, window_end, COUNT(*) AS n, MIN(eventTime) AS earliest
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(t), INTERVAL '4' MINUTES))
GROUP BY window_start, window_end;
