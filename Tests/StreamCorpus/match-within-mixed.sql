-- WITHIN and a condition on time.
CREATE TABLE calm (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/calm.json', 'format' = 'json');
SELECT * FROM calm MATCH_RECOGNIZE (PARTITION BY k ORDER BY ts MEASURES A.id AS a, B.id AS bb AFTER MATCH SKIP PAST LAST ROW PATTERN (A B* C) WITHIN INTERVAL '3' MINUTE DEFINE A AS A.v IS NOT NULL, B AS B.ts < A.ts + INTERVAL '2' MINUTE AND B.v > FIRST(A.v), C AS C.v < FIRST(A.v) + 1) m;
