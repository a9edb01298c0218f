-- The type of a processing-time column and of PROCTIME().
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, pt IS NULL AS a, PROCTIME() IS NOT NULL AS b, CAST(pt AS STRING) > '2000' AS c,
  pt > TO_TIMESTAMP_LTZ(0, 3) AS d FROM orders WHERE eventId < 'e00003';
