-- A stream joined with the latest state of a change feed (deduplicated by event time).
-- compare: net
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE TABLE customers (
  customerId STRING, name STRING, segment STRING, tenureDays INT,
  updateTime TIMESTAMP(3), WATERMARK FOR updateTime AS updateTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/customers.json', 'format' = 'json'
);
SELECT o.eventId, o.customerId, c.name, c.segment
FROM orders AS o JOIN (
  SELECT customerId, name, segment
  FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY customerId ORDER BY updateTime DESC) AS rn FROM customers) AS r
  WHERE rn = 1) AS c
ON o.customerId = c.customerId;
