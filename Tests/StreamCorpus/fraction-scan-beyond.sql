-- JSON timestamps with more digits than the column has.
CREATE TABLE times (id INT, t9 TIMESTAMP(6), t6 TIMESTAMP(5)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, t9, t6, CAST(t9 AS STRING) AS s6, CAST(t6 AS STRING) AS s5, CAST(t9 AS TIMESTAMP(9)) AS w, CAST(t6 AS TIMESTAMP(7)) AS w7,
  t9 = CAST(t9 AS TIMESTAMP(4)) AS same
FROM times;
