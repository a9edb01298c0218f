-- JSON_QUOTE and JSON_UNQUOTE.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, JSON_QUOTE(s) AS q, JSON_UNQUOTE(JSON_QUOTE(s)) AS u, JSON_UNQUOTE(s) AS r FROM strings;
