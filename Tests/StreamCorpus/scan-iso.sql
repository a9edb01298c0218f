-- ISO-8601 timestamps, local and with Z, with and without a fraction.
CREATE TABLE iso (id INT, `local` TIMESTAMP(3), `instant` TIMESTAMP_LTZ(3)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT * FROM iso WHERE id < 40;
