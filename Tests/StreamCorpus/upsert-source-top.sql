-- The three largest.
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'accounts', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
SELECT id, plan, credit FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY plan ORDER BY credit DESC, id) AS rn FROM accounts) WHERE rn <= 2;
