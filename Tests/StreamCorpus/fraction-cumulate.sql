-- Growing windows with timestamps of nine digits.
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT k, window_end, MAX(t9) AS m, COUNT(DISTINCT t6) AS n
FROM TABLE(CUMULATE(TABLE times, DESCRIPTOR(e), INTERVAL '1' SECOND, INTERVAL '3' SECOND)) GROUP BY k, window_start, window_end;
