-- Comparisons with texts, dates and instants.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, t9 = '2026-01-02 03:04:05.123456789' AS tx, t6 > '2026-01-02 03:04:05.123456' AS tg,
  t9 = CAST(t9 AS TIMESTAMP_LTZ(9)) AS z9, t6 = CAST(t9 AS TIMESTAMP_LTZ(6)) AS z6, t6 < CAST(t9 AS TIMESTAMP_LTZ(9)) AS zl
FROM times;
