-- A watermark over a string.
CREATE TABLE orders (eventId STRING, eventTime STRING,
  WATERMARK FOR eventTime AS eventTime) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json',
  'format' = 'json');
SELECT * FROM orders;
