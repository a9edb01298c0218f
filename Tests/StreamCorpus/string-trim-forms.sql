-- TRIM with characters, on either side.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, TRIM(LEADING ' ' FROM s) AS a, TRIM(TRAILING 'o' FROM s) AS b, TRIM(BOTH 'a' FROM s) AS c, LTRIM(s) AS d,
  RTRIM(s) AS e, BTRIM(s, ' a') AS f, LTRIM(s, 'ha') AS g FROM strings;
