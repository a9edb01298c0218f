-- OVER rows ordered by event time, with timestamps of nine digits.
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, LAG(t9) OVER w AS before, MAX(t6) OVER w AS most, FIRST_VALUE(t9) OVER w AS first9, COUNT(t6) OVER w AS n
FROM times WINDOW w AS (PARTITION BY k ORDER BY e);
