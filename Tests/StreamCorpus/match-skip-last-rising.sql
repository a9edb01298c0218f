-- SKIP TO LAST, with LAST of the row before.
CREATE TABLE calm (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/calm.json', 'format' = 'json');
SELECT * FROM calm MATCH_RECOGNIZE (PARTITION BY k ORDER BY ts MEASURES A.id AS a, LAST(B.id) AS b2, C.id AS c AFTER MATCH SKIP TO LAST B PATTERN (A B+ C) DEFINE B AS B.v > LAST(B.v, 1) OR LAST(B.v, 1) IS NULL, C AS C.v < LAST(B.v)) m;
