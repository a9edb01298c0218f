-- FIRST_VALUE and LAST_VALUE in arrival order; NULL amounts are skipped.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT customerId, window_start, FIRST_VALUE(eventId) AS first_event, LAST_VALUE(eventId) AS last_event,
  FIRST_VALUE(amount) AS first_amount, LAST_VALUE(amount) AS last_amount
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '15' MINUTES))
GROUP BY customerId, window_start, window_end;
