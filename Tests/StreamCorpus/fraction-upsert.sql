-- A table whose key is a TIMESTAMP(9).
-- compare: net
CREATE TABLE fractions (t9 TIMESTAMP(9), n INT, PRIMARY KEY (t9) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'fractions', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
CREATE TABLE target (t9 TIMESTAMP(9), n INT, PRIMARY KEY (t9) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'fraction-upsert', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'json', 'value.format' = 'json'
);
INSERT INTO target SELECT t9, n FROM fractions;
