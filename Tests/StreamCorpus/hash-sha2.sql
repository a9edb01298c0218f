-- SHA2 with every length.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, SHA2(s, 224) AS a, SHA2(s, 256) AS b, SHA2(s, 384) AS c, SHA2(s, 512) AS d FROM strings
WHERE id IN (0, 2, 5, 30);
