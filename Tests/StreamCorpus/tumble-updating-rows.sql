-- A window function by itself over rows that are updated.
CREATE TABLE small (eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json');
SELECT orderId, status, window_start FROM TABLE(TUMBLE((SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY eventTime DESC) AS rn FROM small) WHERE rn = 1), DESCRIPTOR(eventTime), INTERVAL '5' MINUTES));
