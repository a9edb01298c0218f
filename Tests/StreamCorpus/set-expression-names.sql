-- Names that Flink gives to unnamed expressions.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount * 2, UPPER(status), COUNT(*) FROM orders WHERE eventId < 'e00004'
GROUP BY eventId, amount * 2, UPPER(status);
