-- HOP over the last rows of a key.
CREATE TABLE small (eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json');
SELECT window_start, window_end, status, COUNT(*) AS n, SUM(amount) AS s FROM TABLE(HOP((SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY orderId ORDER BY eventTime DESC) AS rn FROM small) WHERE rn = 1), DESCRIPTOR(eventTime), INTERVAL '2' MINUTES, INTERVAL '4' MINUTES)) GROUP BY window_start, window_end, status;
