-- Windows with timestamps of nine digits as keys and arguments.
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT k, window_start, window_end, MIN(t9) AS a, MAX(t6) AS b, FIRST_VALUE(t9) AS f, COUNT(DISTINCT t9) AS n
FROM TABLE(TUMBLE(TABLE times, DESCRIPTOR(e), INTERVAL '2' SECOND)) GROUP BY k, window_start, window_end;
