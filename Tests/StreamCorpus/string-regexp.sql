-- REGEXP finds a match anywhere.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, REGEXP(s, '[0-9]+') AS digits, REGEXP(s, '^h') AS h, REGEXP(s, 'o$') AS o, REGEXP(s, '(?i)HELLO') AS ci,
  REGEXP(s, '\s') AS sp, REGEXP(s, '^$') AS nil, REGEXP(s, '\p{L}+') AS letters
FROM strings;
