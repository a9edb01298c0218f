-- Texts that are no TIMESTAMP(6), left out.
CREATE TABLE times (id INT, t6 TIMESTAMP(6), t9 TIMESTAMP_LTZ(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions_wrong.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true'
);
SELECT id, t6, t9 FROM times;
