-- DATE_FORMAT of texts and zones with fractions.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, DATE_FORMAT(CAST(t9 AS STRING), 'HH:mm:ss.SSS') AS s, DATE_FORMAT(CAST(t6 AS TIMESTAMP_LTZ(6)), 'SSSSSS') AS l,
  DATE_FORMAT(CAST(t6 AS TIMESTAMP(3)), 'A n N SSSSSS') AS m
FROM times WHERE t9 > TIMESTAMP '1970-01-01 00:00:00';
