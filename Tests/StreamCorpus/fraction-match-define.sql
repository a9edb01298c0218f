-- MATCH_RECOGNIZE with conditions over timestamps of several precisions.
CREATE TABLE times (
  id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9), e TIMESTAMP(3), WATERMARK FOR e AS e - INTERVAL '1' SECOND
) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT * FROM times
MATCH_RECOGNIZE (
  ORDER BY e
  MEASURES A.id AS a, LAST(B.id) AS b, C.id AS c, C.t6 AS t6
  AFTER MATCH SKIP TO NEXT ROW
  PATTERN (A B* C)
  DEFINE B AS B.t9 <> A.t9 AND B.t6 <> A.t6 AND B.id < A.id + 4, C AS C.t9 >= A.t9 AND CAST(C.t9 AS TIMESTAMP(3)) > TIMESTAMP '2000-01-01 00:00:00'
    AND C.t6 + INTERVAL '1' SECOND > A.t6
) AS m;
