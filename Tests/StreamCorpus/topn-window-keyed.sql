-- Window Top-N per status, ascending, the rank not selected.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT status, window_start, eventId, amount FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end, status ORDER BY amount ASC, eventId DESC) AS rn
  FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '20' MINUTES)) WHERE amount IS NOT NULL)
WHERE rn <= 2;
