-- An INSERT of some columns, in another order.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
CREATE TABLE target (k STRING, c INT, d STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector'='upsert-kafka','topic'='upsert-insert-columns','properties.bootstrap.servers'='localhost:9092','key.format'='json','value.format'='json');
INSERT INTO target (c, k) SELECT id, CAST(id AS STRING) FROM mix WHERE id < 4 ON CONFLICT DO DEDUPLICATE;
