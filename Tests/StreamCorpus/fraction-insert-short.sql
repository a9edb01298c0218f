-- INSERT into milliseconds.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
CREATE TABLE target (k STRING, id INT, c TIMESTAMP(3), d TIMESTAMP(0)) WITH (
  'connector' = 'kafka', 'topic' = 'fraction-insert-short', 'properties.bootstrap.servers' = 'localhost:9092',
  'key.format' = 'raw', 'key.fields' = 'k', 'format' = 'json'
);
INSERT INTO target SELECT k, id, t6, t9 FROM times;
