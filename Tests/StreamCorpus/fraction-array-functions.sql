-- Array functions over timestamps of nine digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT k, ARRAY_SORT(ARRAY_AGG(t9)) AS s, ARRAY_MAX(ARRAY_AGG(t9)) AS mx, ARRAY_MIN(ARRAY_AGG(t6)) AS mi,
  ARRAY_POSITION(ARRAY_AGG(t9), TIMESTAMP '2026-01-02 03:04:05.123456789') AS p, ARRAY_DISTINCT(ARRAY_AGG(t9)) AS d
FROM times GROUP BY k;
