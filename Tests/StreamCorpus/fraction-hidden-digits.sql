-- Digits that a TIMESTAMP(3) has in Flink and does not show, until it becomes a TIMESTAMP(9).
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(TO_TIMESTAMP_LTZ(CAST(1767323045.123456 AS DOUBLE), 0) AS TIMESTAMP_LTZ(9)) AS d,
  CAST(TO_TIMESTAMP(CAST(t9 AS STRING), 'yyyy-MM-dd HH:mm:ss.SSSSSS') AS TIMESTAMP(9)) AS p,
  CAST(CAST(t9 AS TIMESTAMP(3)) AS TIMESTAMP(9)) AS c
FROM times WHERE id IN (0, 2, 10);
