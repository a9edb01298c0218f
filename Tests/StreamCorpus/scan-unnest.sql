-- UNNEST of an array of strings and of an array of rows (CROSS JOIN drops empty arrays).
CREATE TABLE nested (
  id INT, a ROW<b INT, c STRING, d ROW<e DOUBLE>>, tags ARRAY<STRING>,
  items ARRAY<ROW<sku STRING, qty INT>>, m MAP<STRING, INT>
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json'
);
SELECT id, sku, qty FROM nested CROSS JOIN UNNEST(items) AS item (sku, qty);
