-- The largest, with their numbers.
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'accounts', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
SELECT * FROM (SELECT id, credit, ROW_NUMBER() OVER (ORDER BY credit DESC, id) AS rn FROM accounts) WHERE rn <= 3;
