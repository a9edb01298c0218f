-- STDDEV and VARIANCE as updating aggregates.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT STDDEV_POP(amount) AS sp, STDDEV_SAMP(amount) AS ss, VAR_POP(amount) AS vp, VAR_SAMP(amount) AS vs FROM orders
WHERE amount < 1000 AND customerId = 'c02';
