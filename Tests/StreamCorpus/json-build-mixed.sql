-- JSON of all types.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT id, JSON_OBJECT('id' VALUE id, 's' VALUE s, 'n' VALUE n, 'd' VALUE d, 'b' VALUE b, 'ts' VALUE ts ABSENT ON NULL) AS o, JSON_ARRAY(id, s, n, d, b NULL ON NULL) AS a, JSON_STRING(s) AS js1, JSON_STRING(tags) AS js2 FROM mix;
