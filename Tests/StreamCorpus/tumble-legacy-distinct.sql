-- COUNT DISTINCT and FILTER in an older window.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT TUMBLE_END(eventTime, INTERVAL '20' MINUTE) AS we, COUNT(DISTINCT customerId) AS c, SUM(amount) FILTER (WHERE currency = 'EUR') AS e FROM orders GROUP BY TUMBLE(eventTime, INTERVAL '20' MINUTE);
