-- SQL format, the default, refuses ISO-8601 timestamps.
CREATE TABLE iso (id INT, `local` TIMESTAMP(3)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/iso.json', 'format' = 'json');
SELECT * FROM iso;
