-- TRIM in all its forms, LTRIM, RTRIM and BTRIM.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, TRIM(s) AS t, TRIM(LEADING FROM s) AS l, TRIM(TRAILING FROM s) AS r, TRIM(BOTH 'a' FROM s) AS b,
  TRIM(LEADING 'ab' FROM s) AS lab, LTRIM(s) AS lt, RTRIM(s) AS rt, BTRIM(s) AS bt,
  BTRIM(s, 'ae') AS bae, LTRIM(s, 'ha') AS lha, RTRIM(s, 'c!😀') AS rc
FROM strings;
