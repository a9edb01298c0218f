-- CUBE with DISTINCT in CUMULATE.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT window_start, window_end, k, b, COUNT(DISTINCT v) AS c FROM TABLE(CUMULATE(TABLE mix, DESCRIPTOR(ts), INTERVAL '5' MINUTE, INTERVAL '20' MINUTE)) GROUP BY window_start, window_end, CUBE (k, b);
