-- CSV without the NULL literal: fields that cannot be parsed become NULL.
CREATE TABLE orders (id INT, name STRING, amount DECIMAL(12,2), flag BOOLEAN, t TIMESTAMP(3), parts STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.csv', 'format' = 'csv', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM orders;
