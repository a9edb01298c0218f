-- An interval join with conditions on both sides.
-- compare: net
CREATE TABLE calm (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), pt AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/calm.json', 'format' = 'json');
SELECT a.id, b2.id AS id2 FROM calm a RIGHT JOIN calm b2 ON a.k = b2.k AND a.ts >= b2.ts AND a.ts < b2.ts + INTERVAL '1' MINUTE AND b2.v > 2 AND a.b;
