-- Rows with NULL leave the sums behind them as they are.
CREATE TABLE calm (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/calm.json', 'format' = 'json');
SELECT id, SUM(v) OVER (PARTITION BY k ORDER BY id) AS x FROM calm;
