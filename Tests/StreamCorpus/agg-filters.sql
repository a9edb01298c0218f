-- Aggregates with a filter each.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT k, COUNT(*) FILTER (WHERE v > 1) AS a, SUM(v) FILTER (WHERE b) AS b1, COUNT(DISTINCT s) FILTER (WHERE v IS NOT NULL) AS c, MAX(ts) FILTER (WHERE NOT b) AS d1 FROM mix GROUP BY k;
