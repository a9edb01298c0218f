-- AVG in DEFINE and a reluctant loop.
CREATE TABLE calm (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/calm.json', 'format' = 'json');
SELECT * FROM calm MATCH_RECOGNIZE (PARTITION BY k ORDER BY ts MEASURES FIRST(A.id) AS fa, LAST(A.id) AS la, B.id AS bi ONE ROW PER MATCH AFTER MATCH SKIP TO LAST A PATTERN (A{2} B+?  C) DEFINE A AS A.v > 0, B AS B.v IS NOT NULL, C AS C.v < AVG(A.v)) m;
