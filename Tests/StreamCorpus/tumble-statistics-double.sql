-- STDDEV and VARIANCE of DOUBLE over values whose sums are exact; one row has no sample variance.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE VIEW lengths AS SELECT customerId, CAST(CHAR_LENGTH(status) AS DOUBLE) / 4 AS v, eventTime FROM orders;
SELECT customerId, window_start, COUNT(*) AS n, STDDEV_POP(v) AS sp, STDDEV_SAMP(v) AS ss, VAR_POP(v) AS vp,
  VAR_SAMP(v) AS vs, AVG(v) AS av
FROM TABLE(TUMBLE(TABLE lengths, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
GROUP BY customerId, window_start, window_end;
