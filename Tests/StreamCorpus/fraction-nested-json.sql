-- Nested timestamps in JSON, in and out.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
CREATE TABLE target (k STRING, id INT, r ROW<a TIMESTAMP(9), b TIMESTAMP_LTZ(9)>, m MAP<STRING, TIMESTAMP(6)>) WITH (
  'connector' = 'kafka', 'topic' = 'fraction-nested-json', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'raw', 'key.fields' = 'k', 'format' = 'json'
);
INSERT INTO target SELECT k, id, ROW(t9, CAST(t9 AS TIMESTAMP_LTZ(9))), MAP['t6', t6] FROM times;
