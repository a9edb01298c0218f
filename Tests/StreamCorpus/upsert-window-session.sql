-- SESSION in GROUP BY over a table that changes.
CREATE TABLE accounts (id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), `at` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp', PRIMARY KEY (id) NOT ENFORCED, WATERMARK FOR `at` AS `at` - INTERVAL '5' SECOND)
WITH ('connector' = 'upsert-kafka','topic'='plans','properties.bootstrap.servers'='localhost:9092','key.format'='json','value.format'='json');
SELECT SESSION_START(`at`, INTERVAL '10' SECOND) AS ws, SESSION_END(`at`, INTERVAL '10' SECOND) AS we, COUNT(*) AS n, SUM(credit) AS s FROM accounts GROUP BY SESSION(`at`, INTERVAL '10' SECOND);
