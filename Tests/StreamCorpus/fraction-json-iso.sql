-- JSON records with timestamps of six and nine digits, ISO-8601.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
CREATE TABLE target (k STRING, id INT, t6 TIMESTAMP(6), t9 TIMESTAMP(9), l6 TIMESTAMP_LTZ(6), l9 TIMESTAMP_LTZ(9), t3 TIMESTAMP(3), a ARRAY<TIMESTAMP(9)>) WITH (
  'connector' = 'kafka', 'topic' = 'fraction-json-iso', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'raw', 'key.fields' = 'k', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);
INSERT INTO target SELECT k, id, t6, t9, CAST(t6 AS TIMESTAMP_LTZ(6)), CAST(t9 AS TIMESTAMP_LTZ(9)), CAST(t6 AS TIMESTAMP(3)), ARRAY[t9]
FROM times;
