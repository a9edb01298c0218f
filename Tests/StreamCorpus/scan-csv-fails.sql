-- CSV without the NULL literal: n/a is no DECIMAL.
CREATE TABLE orders (id INT, name STRING, amount DECIMAL(12,2), flag BOOLEAN, t TIMESTAMP(3), parts STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.csv', 'format' = 'csv');
SELECT * FROM orders;
