-- Windows over a stream deduplicated by its first row.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
CREATE VIEW firsts AS
SELECT eventId, customerId, amount, eventTime
FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY eventId ORDER BY eventTime ASC) AS rn FROM orders) WHERE rn = 1;
SELECT window_start, COUNT(*) AS n, SUM(amount) AS total
FROM TABLE(TUMBLE(TABLE firsts, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES))
GROUP BY window_start, window_end;
