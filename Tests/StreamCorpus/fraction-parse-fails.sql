-- A text that is no TIMESTAMP(6).
CREATE TABLE times (id INT, t6 TIMESTAMP(6), t9 TIMESTAMP_LTZ(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions_wrong.json', 'format' = 'json'
);
SELECT id, t6, t9 FROM times;
