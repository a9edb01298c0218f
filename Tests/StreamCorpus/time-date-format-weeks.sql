-- Weeks of the USA, and other rare fields.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT ts, DATE_FORMAT(ts, 'YYYY-ww-e') AS a, DATE_FORMAT(ts, 'w W F c') AS b, DATE_FORMAT(ts, 'eee eeee ccc YY') AS c, DATE_FORMAT(ts, 'A GGGG QQQQQ') AS d FROM mix;
