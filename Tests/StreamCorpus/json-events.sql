-- JSON functions over raw lines of order events.
CREATE TABLE lines (line STRING) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json',
  'format' = 'raw');
SELECT JSON_VALUE(line, '$.eventId') AS eventId, JSON_VALUE(line, '$.customerId') AS customerId,
  CAST(JSON_VALUE(line, '$.amount') AS DECIMAL(12,2)) AS amount, JSON_VALUE(line, '$.note') AS note,
  JSON_EXISTS(line, '$.amount') AS has_amount
FROM lines WHERE JSON_VALUE(line, '$.currency') = 'GBP';
