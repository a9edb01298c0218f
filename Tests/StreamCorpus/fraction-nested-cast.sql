-- Casts of nested timestamps between precisions.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(ARRAY[t9] AS ARRAY<TIMESTAMP(6)>) AS a6, CAST(ARRAY[t6] AS ARRAY<TIMESTAMP(9)>) AS a9,
  CAST(ARRAY[t9] AS ARRAY<TIMESTAMP(3)>) AS a3, CAST(ROW(t6, t9) AS ROW<x TIMESTAMP(9), y TIMESTAMP(4)>) AS r
FROM times;
