-- Filters on nested fields.
CREATE TABLE nested (
  id INT, a ROW<b INT, c STRING, d ROW<e DOUBLE>>, tags ARRAY<STRING>,
  items ARRAY<ROW<sku STRING, qty INT>>, m MAP<STRING, INT>
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json'
);
SELECT id, a.c FROM nested WHERE a.b > 0 OR CARDINALITY(tags) = 1;
