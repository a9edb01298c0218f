-- The filesystem's metadata column file.name.
CREATE TABLE orders (eventId STRING, `file.name` STRING NOT NULL METADATA) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json', 'format' = 'json');
SELECT DISTINCT `file.name` FROM orders;
