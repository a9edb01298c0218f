-- LIKE takes computed columns along, new ones refer to them.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), label AS customerId || currency,
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE TABLE other (n AS CHAR_LENGTH(eventId)) LIKE orders;
SELECT eventId, label, n FROM other WHERE eventId < 'e00003';
