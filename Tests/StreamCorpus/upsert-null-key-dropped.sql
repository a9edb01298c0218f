-- Rows whose key is NULL, dropped.
SET 'table.exec.sink.not-null-enforcer' = 'DROP';
CREATE TABLE accounts (
  id STRING, owner STRING, plan STRING, credit DECIMAL(12,2), PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'accounts', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
CREATE TABLE target (
  owner STRING, n BIGINT, PRIMARY KEY (owner) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-null-key-dropped', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target SELECT owner, COUNT(*) FROM accounts GROUP BY owner;
