-- A watermark without delay: every row out of order that crosses a boundary is late.
CREATE TABLE orders (
  eventId STRING, eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json');
SELECT window_start, COUNT(*) AS n
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' SECOND))
GROUP BY window_start, window_end;
