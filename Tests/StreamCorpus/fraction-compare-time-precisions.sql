-- A time attribute next to a TIMESTAMP(6).
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, e < t6 AS lt, e = CAST(e AS TIMESTAMP(6)) AS eq FROM times WHERE e > TIMESTAMP '2025-12-31 23:30:01.2000001';
