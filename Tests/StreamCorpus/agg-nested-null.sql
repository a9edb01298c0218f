-- SUM and MIN over retracted rows that become empty or NULL again.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT status, SUM(high) AS s, MIN(high) AS l, COUNT(high) AS n
FROM (SELECT customerId, LAST_VALUE(status) AS status, MAX(CASE WHEN amount > 100 THEN amount END) AS high
FROM orders WHERE eventId < 'e00070' GROUP BY customerId) AS c
GROUP BY status;
