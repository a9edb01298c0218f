-- SPLIT with functions of arrays.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, ARRAY_SORT(SPLIT(s, ',')) AS a, CARDINALITY(SPLIT(s, ' ')) AS n, ARRAY_JOIN(ARRAY_REVERSE(SPLIT(s, '')), '') AS r,
  SPLIT(s, ',')[1] AS f, ARRAY_CONTAINS(SPLIT(s, ','), 'b') AS h, ARRAY_DISTINCT(SPLIT(s, '')) AS d FROM strings WHERE id IN (1, 2, 3, 5, 9, 10, 27, 28, 30);
