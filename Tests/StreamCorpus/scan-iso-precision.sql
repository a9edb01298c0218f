-- Timestamps read into columns of other precisions.
CREATE TABLE iso (id INT, `local` TIMESTAMP(0), `instant` TIMESTAMP_LTZ(6)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601');
SELECT * FROM iso WHERE id < 20;
