-- Windows grouped by timestamps of six digits.
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT t6, window_start, COUNT(*) AS n FROM TABLE(HOP(TABLE times, DESCRIPTOR(e), INTERVAL '1' SECOND, INTERVAL '3' SECOND))
GROUP BY t6, window_start, window_end;
