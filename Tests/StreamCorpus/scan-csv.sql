-- CSV with quoted fields, doubled quotes and a NULL literal.
CREATE TABLE orders (id INT, name STRING, amount DECIMAL(12,2), flag BOOLEAN, t TIMESTAMP(3), parts STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.csv', 'format' = 'csv', 'csv.null-literal' = 'n/a');
SELECT * FROM orders;
