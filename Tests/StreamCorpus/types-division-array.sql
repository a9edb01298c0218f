-- Functions of arrays with NULLs.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT id, tags[1] AS t1, CARDINALITY(tags) AS c, ARRAY_CONTAINS(tags, 'b') AS ac, ARRAY_JOIN(tags, '-', '?') AS aj, ARRAY_DISTINCT(tags) AS ad, ARRAY_POSITION(tags, 'b') AS ap, ARRAY_SORT(tags) AS asr, ARRAY_REVERSE(tags) AS ar, ARRAY_SLICE(tags, 2) AS sl, ARRAY_MAX(tags) AS mx FROM mix;
