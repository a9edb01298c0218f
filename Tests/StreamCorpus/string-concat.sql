-- CONCAT, CONCAT_WS and || with NULLs.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, CONCAT(s, '-', s) AS c, CONCAT_WS(',', s, 'x', CAST(NULL AS STRING), s) AS w,
  CONCAT_WS(CAST(NULL AS STRING), s, 'x') AS wn, s || '!' AS p, CONCAT(s, CAST(NULL AS STRING)) AS cn,
  CONCAT_WS('', s, s) AS we
FROM strings;
