-- A value that an option does not take.
CREATE TABLE orders (eventId STRING) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json',
  'format' = 'json', 'json.ignore-parse-errors' = 'maybe');
SELECT * FROM orders;
