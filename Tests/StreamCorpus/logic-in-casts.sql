-- IN and BETWEEN with NULLs and columns.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT id, v IN (1, 2, NULL) AS i1, v NOT IN (1, 2, NULL) AS i2, v NOT IN (1, 2) AS i3, s IN ('abc', '', s) AS i4, v BETWEEN w AND 5 AS i5, v NOT BETWEEN SYMMETRIC 5 AND 0 AS i6, v BETWEEN ASYMMETRIC 5 AND 0 AS i7 FROM mix;
