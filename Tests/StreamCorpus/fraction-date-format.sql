-- DATE_FORMAT with patterns of more than three digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, DATE_FORMAT(t9, 'yyyy-MM-dd HH:mm:ss.SSSSSSSSS') AS s9, DATE_FORMAT(t9, 'ss.SSSSSS') AS s6, DATE_FORMAT(t9, 'ss.SSS') AS s3,
  DATE_FORMAT(t6, 'ss.SSSSSSSSS') AS m9, DATE_FORMAT(t6, 'ss.S') AS m1, DATE_FORMAT(t9, 'ss.n') AS n, DATE_FORMAT(t9, 'A N') AS aN,
  DATE_FORMAT(CAST(t9 AS TIMESTAMP_LTZ(9)), 'HH:mm:ss.SSSSSSSS') AS l8
FROM times;
