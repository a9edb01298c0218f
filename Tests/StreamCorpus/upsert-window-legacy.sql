-- TUMBLE in GROUP BY over a table that changes.
CREATE TABLE accounts (id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), `at` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp', PRIMARY KEY (id) NOT ENFORCED, WATERMARK FOR `at` AS `at` - INTERVAL '5' SECOND)
WITH ('connector' = 'upsert-kafka','topic'='plans','properties.bootstrap.servers'='localhost:9092','key.format'='json','value.format'='json');
SELECT TUMBLE_START(`at`, INTERVAL '2' MINUTE) AS ws, plan, COUNT(*) AS n, SUM(credit) AS s FROM accounts GROUP BY TUMBLE(`at`, INTERVAL '2' MINUTE), plan;
