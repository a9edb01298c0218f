-- Comments of both kinds, quoted semicolons and dashes.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT /* a block; comment */ eventId, ';--' AS s -- the rest; of the line
FROM orders /* over
two lines */ WHERE status <> '/* no */' AND eventId < 'e00003';
