-- Session windows whose key is a timestamp of six digits.
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT t6, window_start, window_end, COUNT(*) AS n, MAX(t9) AS m
FROM TABLE(SESSION(TABLE times PARTITION BY t6, DESCRIPTOR(e), INTERVAL '1' SECOND)) GROUP BY t6, window_start, window_end;
