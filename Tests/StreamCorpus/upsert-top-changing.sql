-- Top-N of a table that changes.
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'accounts', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
CREATE TABLE target (
  plan STRING, rn BIGINT, id STRING, credit DECIMAL(12,2), PRIMARY KEY (plan, rn) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-top-changing', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target SELECT plan, rn, id, credit FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY plan ORDER BY credit DESC, id) AS rn FROM accounts) WHERE rn <= 2;
