-- A window over a timestamp that is no time attribute.
CREATE TABLE orders (eventId STRING, eventTime TIMESTAMP(3)) WITH ('connector' = 'filesystem',
  'path' = '${INPUT}/orders_small.json', 'format' = 'json');
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end;
