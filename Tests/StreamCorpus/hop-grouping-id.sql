-- GROUPING and GROUPING_ID in HOP.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT window_start, window_end, k, b, COUNT(*) AS c, GROUPING(k) AS gk, GROUPING_ID(k, b) AS gi FROM TABLE(HOP(TABLE mix, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '15' MINUTE)) GROUP BY window_start, window_end, GROUPING SETS ((k, b), (b), ());
