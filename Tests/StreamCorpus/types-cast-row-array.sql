-- Casts of rows and arrays between element types.
CREATE TABLE nested (
  id INT, a ROW<b INT, c STRING, d ROW<e DOUBLE>>, tags ARRAY<STRING>,
  items ARRAY<ROW<sku STRING, qty INT>>, m MAP<STRING, INT>
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/nested.json', 'format' = 'json'
);
SELECT id, CAST(a AS ROW<b BIGINT, c STRING, d ROW<e DECIMAL(5,2)>>) AS r, CAST(tags AS STRING) AS t,
  CAST(items AS STRING) AS i, CAST(m AS MAP<STRING, BIGINT>) AS m2, CAST(a AS STRING) AS s
FROM nested;
