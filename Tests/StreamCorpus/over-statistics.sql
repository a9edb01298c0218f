-- STDDEV_POP and VAR_SAMP in an OVER window.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, STDDEV_POP(amount) OVER w AS sp, VAR_SAMP(amount) OVER w AS vs
FROM orders WHERE customerId = 'c01' AND amount < 1000
WINDOW w AS (PARTITION BY customerId ORDER BY eventTime ROWS BETWEEN 9 PRECEDING AND CURRENT ROW);
