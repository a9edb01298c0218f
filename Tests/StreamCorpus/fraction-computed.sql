-- Computed columns of more than three digits, and a time attribute cut from one.
CREATE TABLE times (
  id INT, s STRING, n BIGINT, t9 TIMESTAMP(9), at9 AS t9 + INTERVAL '1' SECOND, at6 AS TO_TIMESTAMP_LTZ(id * 1000001, 6),
  e AS CAST(TO_TIMESTAMP_LTZ(id * 1000001, 6) AS TIMESTAMP_LTZ(3)), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT window_start, MAX(at6) AS m, MIN(at9) AS a, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE times, DESCRIPTOR(e), INTERVAL '5' SECOND)) GROUP BY window_start, window_end;
