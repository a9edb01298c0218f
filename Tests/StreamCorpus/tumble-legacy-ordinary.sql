-- An older window beside a computed key.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT UPPER(status) AS s, TUMBLE_END(eventTime, INTERVAL '1' HOUR) AS we, MAX(amount) AS top
FROM orders GROUP BY UPPER(status), TUMBLE(eventTime, INTERVAL '1' HOUR);
