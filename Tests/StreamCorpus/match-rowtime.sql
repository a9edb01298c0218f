-- MATCH_ROWTIME is a time attribute: windows over matches.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW found AS
SELECT customerId, total, rt FROM orders
MATCH_RECOGNIZE (
  PARTITION BY customerId ORDER BY eventTime
  MEASURES MATCH_ROWTIME() AS rt, A.amount + B.amount AS total
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B)
  DEFINE A AS A.amount > 100, B AS B.amount > 100
) AS T;
SELECT window_start, window_end, COUNT(*) AS n, SUM(total) AS total
FROM TABLE(TUMBLE(TABLE found, DESCRIPTOR(rt), INTERVAL '15' MINUTES))
GROUP BY window_start, window_end;
