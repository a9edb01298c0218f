-- The first row by an order with a time attribute among others: eventTime ASC, amount DESC.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), pt AS PROCTIME(),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, amount FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY currency ORDER BY eventTime ASC, amount DESC) AS rn FROM orders WHERE eventId < 'e00080') WHERE rn = 1;
