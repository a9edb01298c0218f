-- URL_ENCODE and URL_DECODE.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, URL_ENCODE(s) AS e, URL_DECODE(URL_ENCODE(s)) AS d FROM strings;
