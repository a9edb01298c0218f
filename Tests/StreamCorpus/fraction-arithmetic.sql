-- Timestamps of more than three digits plus and minus intervals.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, t9 + INTERVAL '1' DAY AS d1, t9 - INTERVAL '1' MONTH AS m1, t6 + INTERVAL '1' YEAR AS y1,
  t6 - INTERVAL '1 02:03:04.5' DAY TO SECOND(3) AS ds, INTERVAL '90' SECOND + t9 AS s90, t6 - INTERVAL '0.001' SECOND AS ms,
  CAST(t9 AS TIMESTAMP_LTZ(9)) + INTERVAL '1' HOUR AS lh, CAST(t6 AS TIMESTAMP_LTZ(6)) - INTERVAL '1' MONTH AS lm
FROM times WHERE id <> 8;
