-- A MAP with NULL as key fails the job.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
CREATE TABLE target (k STRING, m MAP<STRING, INT>, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector'='upsert-kafka','topic'='upsert-map-null-key-fails','properties.bootstrap.servers'='localhost:9092','key.format'='json','value.format'='json');
INSERT INTO target SELECT CAST(id AS STRING), MAP[k, v] FROM mix ON CONFLICT DO DEDUPLICATE;
