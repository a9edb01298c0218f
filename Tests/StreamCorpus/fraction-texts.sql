-- Timestamps within texts.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CONCAT('at ', CAST(t9 AS STRING)) AS c, PRINTF('%s', t9) AS p, CHAR_LENGTH(CAST(t6 AS STRING)) AS n,
  MD5(CAST(t9 AS STRING)) AS h
FROM times;
