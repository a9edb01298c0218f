-- INSERT between precisions.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
CREATE TABLE target (k STRING, id INT, a TIMESTAMP(9), b TIMESTAMP(6), d TIMESTAMP_LTZ(6), f DATE, g TIMESTAMP_LTZ(9)) WITH (
  'connector' = 'kafka', 'topic' = 'fraction-insert-casts', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'raw', 'key.fields' = 'k', 'format' = 'json'
);
INSERT INTO target SELECT k, id, t6, t9, t9, t9, CAST(t6 AS TIMESTAMP(3)) FROM times;
