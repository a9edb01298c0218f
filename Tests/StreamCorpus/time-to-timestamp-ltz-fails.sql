-- TO_TIMESTAMP_LTZ of a text that is no timestamp.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, TO_TIMESTAMP_LTZ(s) AS t FROM strings WHERE id IN (2, 24);
