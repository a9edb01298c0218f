-- Timestamps of more than three digits that datagen makes up have milliseconds.
CREATE TABLE made (t6 TIMESTAMP(6), t9 TIMESTAMP(9), l6 TIMESTAMP_LTZ(6), r ROW<t TIMESTAMP(9)>) WITH ('connector' = 'datagen', 'number-of-rows' = '5');
SELECT EXTRACT(NANOSECOND FROM t9) = EXTRACT(MILLISECOND FROM t9) * 1000000 AS a, t6 > TIMESTAMP '2026-01-01 00:00:00' AS b,
  l6 > TIMESTAMP '2026-01-01 00:00:00' AS c, CHAR_LENGTH(CAST(t6 AS STRING)) AS d, r.t IS NOT NULL AS f
FROM made;
