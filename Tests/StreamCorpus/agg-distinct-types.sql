-- DISTINCT over several types.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT COUNT(DISTINCT k) AS a, COUNT(DISTINCT v) AS b2, SUM(DISTINCT n) AS c, AVG(DISTINCT d) AS e, COUNT(DISTINCT b) AS f FROM mix;
