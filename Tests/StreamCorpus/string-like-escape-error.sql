-- An escape character at the pattern's end is an error.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, s LIKE 'a!' ESCAPE '!' AS v FROM strings;
