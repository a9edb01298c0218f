-- A table with itself by its key.
-- compare: net
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'accounts', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
SELECT a.id, b.plan, b.credit FROM accounts AS a JOIN accounts AS b ON a.id = b.id WHERE a.credit > 30;
