-- STDDEV and VARIANCE of integers and decimals: their derived types and rounding.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, STDDEV_POP(amount) AS sp, STDDEV_SAMP(amount) AS ss, VAR_POP(amount) AS vp,
  VAR_SAMP(amount) AS vs,
  STDDEV_POP(CHAR_LENGTH(status)) AS lsp, VAR_SAMP(CHAR_LENGTH(status)) AS lvs, VARIANCE(amount) AS v
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' MINUTES))
GROUP BY window_start, window_end;
