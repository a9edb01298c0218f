-- JSON_OBJECT and JSON_ARRAY built from order columns.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
SELECT JSON_OBJECT('id' VALUE eventId, 'customer' VALUE customerId, 'amount' VALUE amount,
  'time' VALUE CAST(eventTime AS STRING)) AS o, JSON_ARRAY(eventId, amount NULL ON NULL) AS a,
  JSON_ARRAY(amount, status) AS b
FROM orders WHERE eventId BETWEEN 'e00025' AND 'e00050';
