-- LIKE with other options and without the watermark.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE TABLE other (extra STRING) WITH ('path' = '${INPUT}/orders.json') LIKE orders (EXCLUDING WATERMARKS OVERWRITING OPTIONS);
SELECT eventId, extra, eventTime FROM other WHERE eventId < 'e00003';
