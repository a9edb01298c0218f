-- REGEXP_COUNT, REGEXP_INSTR, REGEXP_SUBSTR and REGEXP_EXTRACT_ALL.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, REGEXP_COUNT(s, '[a-c]') AS c, REGEXP_INSTR(s, '[0-9]') AS i, REGEXP_SUBSTR(s, '[a-z]+') AS sub,
  REGEXP_EXTRACT_ALL(s, '([a-z])([a-z])', 2) AS a, REGEXP_EXTRACT_ALL(s, '[0-9]', 0) AS d
FROM strings;
