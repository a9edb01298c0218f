-- The first record of each key counts.
CREATE TABLE movements (movementId STRING, account STRING, kind STRING, amount DECIMAL(12,2), `at` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp', WATERMARK FOR `at` AS `at` - INTERVAL '5' SECOND)
WITH ('connector' = 'kafka','topic'='movements','properties.bootstrap.servers'='localhost:9092','scan.startup.mode'='earliest-offset', 'format' = 'json');
CREATE TABLE target (kind STRING, movementId STRING, PRIMARY KEY (kind) NOT ENFORCED) WITH ('connector'='upsert-kafka','topic'='upsert-conflict-first','properties.bootstrap.servers'='localhost:9092','key.format'='json','value.format'='json');
INSERT INTO target SELECT kind, movementId FROM movements ON CONFLICT DO NOTHING;
