-- GROUPING SETS with GROUPING_ID in an updating aggregate.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT currency, status, GROUPING_ID(currency, status) AS g, COUNT(*) AS n FROM orders WHERE eventId < 'e00040'
GROUP BY GROUPING SETS ((currency, status), (currency), ());
