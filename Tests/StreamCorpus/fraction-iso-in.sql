-- JSON timestamps in ISO-8601, with and without Z.
CREATE TABLE times (id INT, t6 TIMESTAMP(6), t9 TIMESTAMP(9), i6 TIMESTAMP_LTZ(6), i9 TIMESTAMP_LTZ(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions_iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601'
);
SELECT * FROM times;
