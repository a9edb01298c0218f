-- SUM, AVG, COUNT and COUNT DISTINCT over retracted rows.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT SUM(total) AS s, AVG(total) AS a, COUNT(*) AS n, COUNT(DISTINCT cnt) AS d
FROM (SELECT customerId, SUM(amount) AS total, COUNT(*) AS cnt FROM orders WHERE eventId < 'e00060'
GROUP BY customerId) AS c;
