-- Grouping sets in windows over a table that changes.
CREATE TABLE accounts (id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), `at` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp', PRIMARY KEY (id) NOT ENFORCED, WATERMARK FOR `at` AS `at` - INTERVAL '5' SECOND)
WITH ('connector' = 'upsert-kafka','topic'='plans','properties.bootstrap.servers'='localhost:9092','key.format'='json','value.format'='json');
SELECT window_start, plan, owner, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE accounts, DESCRIPTOR(`at`), INTERVAL '4' MINUTE)) GROUP BY window_start, window_end, GROUPING SETS ((plan), (owner), ());
