-- Windows over sessions: several that begin at different times end at the same one.
-- compare: net
CREATE TABLE orders (
  eventId STRING, customerId STRING, status STRING, eventTime TIMESTAMP(3), t AS FLOOR(eventTime TO MINUTE),
  WATERMARK FOR t AS t - INTERVAL '1' MINUTE
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW sessions AS SELECT customerId, window_start, window_end, COUNT(*) AS n
FROM TABLE(SESSION(TABLE orders PARTITION BY customerId, DESCRIPTOR(t), INTERVAL '2' MINUTE))
GROUP BY customerId, window_start, window_end;
SELECT window_start, window_end, COUNT(*) AS customers, SUM(n) AS n FROM sessions GROUP BY window_start, window_end;
