-- SUM, AVG, MIN, MAX of every integer type and of FLOAT: result types, integer AVG truncates.
CREATE TABLE orders (
  eventId STRING, type STRING, orderId STRING, customerId STRING, status STRING,
  amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.json', 'format' = 'json'
);
SELECT window_start, SUM(CAST(CHAR_LENGTH(status) AS TINYINT)) AS st,
  AVG(CAST(CHAR_LENGTH(status) AS TINYINT)) AS avt,
  SUM(CAST(CHAR_LENGTH(status) AS SMALLINT)) AS ss, AVG(CHAR_LENGTH(status)) AS ai, SUM(CHAR_LENGTH(status)) AS si,
  AVG(CAST(CHAR_LENGTH(status) AS BIGINT)) AS al, AVG(CAST(CHAR_LENGTH(status) AS FLOAT)) AS af,
  AVG(CAST(CHAR_LENGTH(status) AS DOUBLE)) AS ad, MAX(status) AS hs, MIN(eventTime) AS t, MAX(amount > 10) AS b
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end;
