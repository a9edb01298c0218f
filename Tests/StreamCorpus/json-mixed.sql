-- JSON paths over texts of all kinds.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT id, JSON_VALUE(js, '$.a') AS a, JSON_VALUE(js, 'lax $.b[1]') AS b1, JSON_VALUE(js, '$.b[2].c') AS c, JSON_QUERY(js, '$.b') AS q, JSON_EXISTS(js, '$.a') AS e, js IS JSON AS isj, js IS JSON OBJECT AS iso FROM mix;
