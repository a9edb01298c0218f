-- Differences of timestamps of more than three digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, (t9 - t6) SECOND AS s, (t6 - TIMESTAMP '2026-01-02 03:04:05.123457') SECOND AS m, (t9 - TIMESTAMP '2024-02-29 12:00:00.000001') MONTH AS mo
FROM times WHERE id NOT IN (7, 8);
