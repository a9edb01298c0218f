-- JSON_ARRAYAGG over rows that are updated.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT JSON_ARRAYAGG(c) AS a FROM (SELECT k, COUNT(*) AS c FROM mix WHERE id < 8 GROUP BY k);
