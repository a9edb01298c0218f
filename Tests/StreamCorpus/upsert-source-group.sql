-- Aggregates of a table that changes.
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'accounts', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
SELECT plan, COUNT(*) AS n, SUM(credit) AS total, MIN(credit) AS least, MAX(owner) AS last FROM accounts GROUP BY plan;
