-- ROW_NUMBER unfiltered of rows, then windows.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, MAX(rn) AS n FROM TABLE(TUMBLE((SELECT eventTime, ROW_NUMBER() OVER (PARTITION BY currency ORDER BY eventTime) AS rn FROM orders), DESCRIPTOR(eventTime), INTERVAL '10' MINUTES)) GROUP BY window_start, window_end;
