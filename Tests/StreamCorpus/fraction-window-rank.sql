-- Window Top-N by a timestamp of nine digits.
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, t9, window_end, n FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY t9 DESC) AS n
  FROM TABLE(TUMBLE(TABLE times, DESCRIPTOR(e), INTERVAL '2' SECOND))) WHERE n <= 2;
