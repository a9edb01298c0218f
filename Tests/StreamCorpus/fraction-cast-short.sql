-- Casts to at most milliseconds.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(t9 AS TIMESTAMP(3)) AS p3, CAST(t9 AS TIMESTAMP(2)) AS p2, CAST(t9 AS TIMESTAMP(1)) AS p1,
  CAST(t9 AS TIMESTAMP(0)) AS p0, CAST(t6 AS TIMESTAMP(3)) AS q3, CAST(CAST(t6 AS TIMESTAMP(3)) AS STRING) AS s
FROM times;
