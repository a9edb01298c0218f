-- Rows and arrays of timestamps in CSV, out.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
CREATE TABLE target (k STRING, id INT, r ROW<a TIMESTAMP(9), b TIMESTAMP_LTZ(6)>, l ARRAY<TIMESTAMP(9)>) WITH (
  'connector' = 'kafka', 'topic' = 'fraction-csv-nested', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'raw', 'key.fields' = 'k', 'format' = 'csv'
);
INSERT INTO target SELECT k, id, ROW(t9, CAST(t6 AS TIMESTAMP_LTZ(6))), ARRAY[t9, t6] FROM times WHERE t6 IS NOT NULL;
