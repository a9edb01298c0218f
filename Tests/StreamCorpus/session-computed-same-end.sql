-- A computation with a session's columns before the group: sessions of several keys end together.
CREATE TABLE orders (
  eventId STRING, customerId STRING, status STRING, eventTime TIMESTAMP(3), t AS FLOOR(eventTime TO MINUTE),
  WATERMARK FOR t AS t - INTERVAL '1' MINUTE
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, window_start, window_end, MAX(TIMESTAMPDIFF(SECOND, window_start, t)) AS s FROM TABLE(SESSION(TABLE orders PARTITION BY customerId, DESCRIPTOR(t), INTERVAL '2' MINUTE)) GROUP BY customerId, window_start, window_end;
