-- CSV with an array column and its element delimiter.
CREATE TABLE orders (id INT, name STRING, amount STRING, flag STRING, t STRING, parts ARRAY<STRING>) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/orders.csv', 'format' = 'csv', 'csv.array-element-delimiter' = ';');
SELECT id, parts, CARDINALITY(parts) AS n, parts[2] AS second_part FROM orders WHERE id < 20;
