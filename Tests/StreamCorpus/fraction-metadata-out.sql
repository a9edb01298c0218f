-- A TIMESTAMP_LTZ(6) written as a record's timestamp.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
CREATE TABLE target (k STRING, id INT, happened TIMESTAMP_LTZ(6) METADATA FROM 'timestamp') WITH (
  'connector' = 'kafka', 'topic' = 'fraction-metadata-out', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'raw', 'key.fields' = 'k', 'format' = 'json'
);
INSERT INTO target SELECT k, id, CAST(t6 AS TIMESTAMP_LTZ(6)) FROM times WHERE t6 > TIMESTAMP '1970-01-01 00:00:00';
