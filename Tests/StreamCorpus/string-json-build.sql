-- JSON_OBJECT and JSON_ARRAY of columns.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT eventId, JSON_OBJECT('id' VALUE orderId, 'amount' VALUE amount, 'tags' VALUE JSON_ARRAY(status, currency)) AS j,
  JSON_ARRAY(amount, eventId, CAST(NULL AS STRING) NULL ON NULL) AS a, JSON_STRING(amount) AS s
FROM orders WHERE eventId < 'e00010';
