-- SUBSTRING with a negative length.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, SUBSTRING(s, 2, -1) AS r FROM strings;
