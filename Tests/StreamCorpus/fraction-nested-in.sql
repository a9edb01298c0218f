-- Nested timestamps in JSON that is read.
CREATE TABLE times (id INT, r ROW<a TIMESTAMP(9), b TIMESTAMP_LTZ(6)>, l ARRAY<TIMESTAMP(6)>, m MAP<STRING, TIMESTAMP(9)>, n ARRAY<TIMESTAMP(3)>) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions_nested.json', 'format' = 'json'
);
SELECT id, r, l, m, r.a AS a, r.b AS b, l[1] AS l1, m['x'] AS mx, CAST(r AS STRING) AS s FROM times;
