-- Casts between the precisions.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(t9 AS TIMESTAMP(8)) AS p8, CAST(t9 AS TIMESTAMP(7)) AS p7, CAST(t9 AS TIMESTAMP(6)) AS p6,
  CAST(t9 AS TIMESTAMP(5)) AS p5, CAST(t9 AS TIMESTAMP(4)) AS p4, CAST(t6 AS TIMESTAMP(9)) AS w, CAST(t9 AS TIMESTAMP) AS d
FROM times;
