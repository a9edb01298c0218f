-- CREATE TABLE LIKE takes columns and options, adding a computed column.
CREATE TABLE orders (
  eventId STRING, orderId STRING, customerId STRING, status STRING, amount DECIMAL(12,2), currency STRING,
  eventTime TIMESTAMP(3), WATERMARK FOR eventTime AS eventTime - INTERVAL '5' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json'
);
CREATE TABLE labelled (label AS customerId || ':' || currency) LIKE orders;
SELECT eventId, label, CURRENT_WATERMARK(eventTime) IS NULL AS first_row FROM labelled WHERE eventId < 'e00010';
