-- PROCTIME in a view under another name, grouped by session and key: nothing before the end of the file.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE VIEW v AS SELECT customerId AS c, pt AS p, amount FROM orders;
SELECT c, SUM(amount) AS s FROM TABLE(CUMULATE(TABLE v, DESCRIPTOR(p), INTERVAL '1' DAY, INTERVAL '10' DAY)) GROUP BY c, window_start, window_end;
