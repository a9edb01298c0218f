-- TO_BASE64 and FROM_BASE64.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, TO_BASE64(s) AS b, FROM_BASE64(TO_BASE64(s)) AS r FROM strings;
