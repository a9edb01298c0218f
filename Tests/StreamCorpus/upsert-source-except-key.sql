-- Keys in raw, values in csv without them; a key is deleted that was not there.
CREATE TABLE tariffs (
  name STRING, price DECIMAL(8,2), currency STRING, PRIMARY KEY (name) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'tariffs', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'raw', 'value.format' = 'csv', 'value.fields-include' = 'EXCEPT_KEY'
);
SELECT * FROM tariffs;
