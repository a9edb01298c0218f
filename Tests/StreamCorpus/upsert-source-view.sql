-- A view of a changing table, read twice with other conditions.
-- compare: net
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'accounts', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
CREATE VIEW rich AS SELECT id, plan, credit FROM accounts WHERE credit > 40;
SELECT plan, COUNT(*) AS n FROM rich GROUP BY plan UNION ALL SELECT 'poor', COUNT(*) FROM accounts WHERE credit < 20;
