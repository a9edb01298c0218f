-- Fields of rows, elements of arrays, values of maps.
CREATE TABLE nested (
  id INT, a ROW<b INT, c STRING, d ROW<e DOUBLE>>, tags ARRAY<STRING>,
  items ARRAY<ROW<sku STRING, qty INT>>, m MAP<STRING, INT>
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json'
);
SELECT id, nested.a.b AS b, nested.a.d.e AS e, tags[1] AS t1, tags[9] AS t9, items[1].sku AS sku, items[2].qty AS qty, m['k'] AS mk, m['none'] AS mn,
  CARDINALITY(tags) AS nt, CARDINALITY(m) AS nm, MAP_KEYS(m) AS ks, ARRAY_CONTAINS(tags, 'q') AS h, ARRAY_JOIN(tags, ',') AS j,
  ARRAY_SORT(tags) AS so, a IS NULL AS an, COALESCE(tags[1], '-') AS co
FROM nested WHERE id <> 6;
