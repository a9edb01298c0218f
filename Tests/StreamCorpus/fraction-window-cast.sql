-- Windows over a time attribute made from a TIMESTAMP(6).
CREATE TABLE times (
  id INT, t6 TIMESTAMP(6), e TIMESTAMP(6), at_ms AS CAST(e AS TIMESTAMP(3)), WATERMARK FOR at_ms AS at_ms - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT window_start, window_time, COUNT(*) AS n, MAX(e) AS m
FROM TABLE(TUMBLE(TABLE times, DESCRIPTOR(at_ms), INTERVAL '2' SECOND)) GROUP BY window_start, window_end, window_time;
