-- Elements of another precision looked for in arrays.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, ARRAY_CONTAINS(ARRAY[t9], CAST(t6 AS TIMESTAMP(6))) AS a, ARRAY_CONTAINS(ARRAY[t6, t9], TIMESTAMP '2024-02-29 12:00:00') AS b,
  ARRAY[t6] = ARRAY[t9] AS c, ARRAY_CONTAINS(ARRAY[t6], t9) AS d
FROM times WHERE t6 IS NOT NULL;
