-- A watermark over a column that does not exist.
CREATE TABLE orders (eventId STRING, WATERMARK FOR nosuch AS nosuch) WITH ('connector' = 'filesystem',
  'path' = '${INPUT}/orders_small.json', 'format' = 'json');
SELECT * FROM orders;
