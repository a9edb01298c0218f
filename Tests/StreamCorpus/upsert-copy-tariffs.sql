-- Raw keys and csv values to json.
CREATE TABLE tariffs (
  name STRING, price DECIMAL(8,2), currency STRING, PRIMARY KEY (name) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'tariffs', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'raw', 'value.format' = 'csv', 'value.fields-include' = 'EXCEPT_KEY'
);
CREATE TABLE target (
  name STRING, price DECIMAL(8,2), PRIMARY KEY (name) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-copy-tariffs', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target SELECT name, price FROM tariffs;
