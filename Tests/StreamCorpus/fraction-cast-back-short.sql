-- What a cast to milliseconds and less leaves, seen at nine digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(CAST(t9 AS TIMESTAMP(3)) AS TIMESTAMP(9)) AS p3, CAST(CAST(t9 AS TIMESTAMP(2)) AS TIMESTAMP(9)) AS p2,
  CAST(CAST(t9 AS TIMESTAMP(0)) AS TIMESTAMP(9)) AS p0
FROM times WHERE id NOT IN (0, 8);
