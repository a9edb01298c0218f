-- Arrays, maps and rows of timestamps.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, ARRAY[t6, t9] AS a, ROW(t6, t9, id) AS r, MAP['x', t9] AS m, ARRAY[t6, t9][2] AS a2, MAP['x', t9]['x'] AS mx,
  CAST(ARRAY[t9] AS STRING) AS s, CAST(ROW(t6, id) AS STRING) AS rs, ARRAY_CONTAINS(ARRAY[t9], t9) AS c
FROM times;
