-- A MAP with NULL as key, written as a text.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
CREATE TABLE target (k STRING, m MAP<STRING, INT>, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector'='upsert-kafka','topic'='upsert-map-null-key','properties.bootstrap.servers'='localhost:9092','key.format'='json','value.format'='json','value.json.map-null-key.mode'='LITERAL','value.json.map-null-key.literal'='none');
INSERT INTO target SELECT CAST(id AS STRING), MAP[k, v] FROM mix ON CONFLICT DO DEDUPLICATE;
