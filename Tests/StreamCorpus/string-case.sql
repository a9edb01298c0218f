-- UPPER, LOWER and INITCAP, beyond ASCII too.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, UPPER(s) AS u, LOWER(s) AS l, INITCAP(s) AS i FROM strings;
