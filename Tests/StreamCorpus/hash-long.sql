-- SHA384 and SHA512.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, SHA384(s) AS s384, SHA512(s) AS s512 FROM strings WHERE id IN (0, 2, 5, 7, 29, 30);
