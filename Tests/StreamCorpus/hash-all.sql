-- MD5 and the SHA family over texts, beyond ASCII too.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, MD5(s) AS m, SHA1(s) AS s1, SHA224(s) AS s224, SHA256(s) AS s256 FROM strings;
