-- STARTSWITH and ENDSWITH.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, STARTSWITH(s, 'h') AS sh, ENDSWITH(s, 'o') AS eo, STARTSWITH(s, '') AS se, ENDSWITH(s, '😀') AS ee,
  STARTSWITH(s, s) AS self FROM strings;
