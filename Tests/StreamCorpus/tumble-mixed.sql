-- Offsets, DISTINCT, FILTER and HAVING together.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT k, window_start, COUNT(*) AS c, COUNT(DISTINCT v) AS cd, SUM(DISTINCT v) AS sd, COUNT(DISTINCT s) FILTER (WHERE b) AS cf, MIN(n) AS mn, MAX(s) AS mx, AVG(v) AS av FROM TABLE(TUMBLE(TABLE mix, DESCRIPTOR(ts), INTERVAL '7' MINUTE, INTERVAL '3' MINUTE)) GROUP BY k, window_start, window_end HAVING COUNT(*) > 1;
