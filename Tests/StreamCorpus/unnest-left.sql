-- LEFT JOIN UNNEST keeps rows with an empty array.
CREATE TABLE nested (
  id INT, a ROW<b INT, c STRING, d ROW<e DOUBLE>>, tags ARRAY<STRING>,
  items ARRAY<ROW<sku STRING, qty INT>>, m MAP<STRING, INT>
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json'
);
SELECT id, tag FROM nested LEFT JOIN UNNEST(tags) AS t (tag) ON TRUE;
