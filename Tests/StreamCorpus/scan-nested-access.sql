-- Fields of rows, elements of arrays and maps; what is missing or out of range is NULL.
CREATE TABLE nested (
  id INT, a ROW<b INT, c STRING, d ROW<e DOUBLE>>, tags ARRAY<STRING>,
  items ARRAY<ROW<sku STRING, qty INT>>, m MAP<STRING, INT>
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json'
);
SELECT id, a.b, a.c AS c, a.d.e AS e, tags[1] AS first_tag, tags[3] AS third_tag, items[1].sku AS sku,
  items[2].qty AS qty,
  m['k'] AS k, CARDINALITY(tags) AS tag_count, CARDINALITY(items) AS item_count, CARDINALITY(m) AS m_count
FROM nested;
