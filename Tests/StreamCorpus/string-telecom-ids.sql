-- Keys, hashes and masks of identifiers.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, MD5(s) AS m, SHA256(COALESCE(s, '')) AS h, CONCAT_WS('|', s, CAST(id AS STRING), NULLIF(s, 'hello')) AS k,
  OVERLAY(s PLACING '****' FROM 2 FOR 4) AS mask, UPPER(TRIM(s)) AS u, SPLIT_INDEX(s, ':', 1) AS si,
  s || '-' || CAST(id AS STRING) AS j, REPEAT('*', CHAR_LENGTH(s)) AS stars
FROM strings;
