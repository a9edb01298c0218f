-- REGEXP_REPLACE replaces every match; groups in the replacement.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, REGEXP_REPLACE(s, '[aeiou]', '*') AS v, REGEXP_REPLACE(s, '(\w)(\w)', '$2$1') AS swap,
  REGEXP_REPLACE(s, '\s+', '') AS nosp, REGEXP_REPLACE(s, '^', '>') AS start_mark, REGEXP_REPLACE(s, '', '-') AS nil
FROM strings;
