-- Constant rows.
CREATE TABLE target (
  id STRING, n INT, PRIMARY KEY (id) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'upsert-refused-values', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target VALUES ('a', 1), ('b', 2);
