-- WHERE keeps a row only when the condition is true: NULL comparisons drop it, also below NOT.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, customerId, amount FROM orders WHERE NOT (amount > 20) OR customerId <> 'c01' AND amount IS NULL;
