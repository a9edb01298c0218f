-- A late row counts in the steps that have not fired: steps of 10 seconds in 1 minute without a delay.
CREATE TABLE orders (
  eventId STRING, eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json');
SELECT window_start, window_end, COUNT(*) AS n
FROM TABLE(CUMULATE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' SECOND, INTERVAL '1' MINUTE))
GROUP BY window_start, window_end;
