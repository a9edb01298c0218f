-- A window Top-N takes no updates.
CREATE TABLE accounts (id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), `at` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp', PRIMARY KEY (id) NOT ENFORCED, WATERMARK FOR `at` AS `at` - INTERVAL '5' SECOND)
WITH ('connector' = 'upsert-kafka','topic'='plans','properties.bootstrap.servers'='localhost:9092','key.format'='json','value.format'='json');
SELECT * FROM (SELECT id, plan, window_start, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY credit DESC) AS rn FROM TABLE(TUMBLE(TABLE accounts, DESCRIPTOR(`at`), INTERVAL '2' MINUTE))) WHERE rn <= 2;
