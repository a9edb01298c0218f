-- DECIMAL with a scale beyond its precision.
CREATE TABLE orders (amount DECIMAL(5,7)) WITH ('connector' = 'filesystem', 'path' = '${INPUT}/orders_small.json',
  'format' = 'json');
SELECT * FROM orders;
