-- CHAR_LENGTH and CHARACTER_LENGTH count code points.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, CHAR_LENGTH(s) AS n, CHARACTER_LENGTH(s) AS m, CHAR_LENGTH(UPPER(s)) AS u FROM strings;
