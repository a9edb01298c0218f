-- A join of sessions, of which several that begin at different times end at the same one.
CREATE TABLE orders (
  eventId STRING, customerId STRING, status STRING, eventTime TIMESTAMP(3), t AS FLOOR(eventTime TO MINUTE),
  WATERMARK FOR t AS t - INTERVAL '1' MINUTE
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW sessions AS SELECT customerId, window_start, window_end, COUNT(*) AS n
FROM TABLE(SESSION(TABLE orders PARTITION BY customerId, DESCRIPTOR(t), INTERVAL '2' MINUTE))
GROUP BY customerId, window_start, window_end;
SELECT l.customerId, r.customerId AS other, l.window_start, l.window_end FROM sessions AS l JOIN sessions AS r
ON l.window_start = r.window_start AND l.window_end = r.window_end AND l.n = r.n AND l.customerId < r.customerId;
