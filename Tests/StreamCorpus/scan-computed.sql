-- Computed columns, one of them over nested fields and one over another's source.
CREATE TABLE orders (
  eventId STRING, amount DECIMAL(12,2), currency STRING, eventTime TIMESTAMP(3),
  `gross` AS amount * 1.19, label AS UPPER(currency) || '-' || eventId, `day` AS CAST(eventTime AS DATE)
) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json');
SELECT label, `gross`, `day` FROM orders WHERE `gross` > 100;
