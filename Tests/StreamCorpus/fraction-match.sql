-- MATCH_RECOGNIZE over timestamps of nine digits.
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT * FROM times
MATCH_RECOGNIZE (
  PARTITION BY k ORDER BY e
  MEASURES A.t9 AS a9, LAST(B.t6) AS b6, MAX(B.t9) AS most, COUNT(B.t9) AS n, A.t9 + INTERVAL '1' SECOND AS later, MATCH_ROWTIME() AS rt
  AFTER MATCH SKIP PAST LAST ROW
  PATTERN (A B+?)
  DEFINE A AS A.t9 > TIMESTAMP '1960-01-01 00:00:00.000001', B AS B.t9 > A.t6 OR B.t6 < A.t9
) AS m;
