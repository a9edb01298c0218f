-- TIMESTAMPDIFF in units below a second.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, TIMESTAMPDIFF(MICROSECOND, TIMESTAMP '2026-01-02 03:04:05.123456789', t9) AS us,
  TIMESTAMPDIFF(NANOSECOND, TIMESTAMP '2026-01-02 03:04:05.123456789', t9) AS ns
FROM times WHERE k <> 'b';
