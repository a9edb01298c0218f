-- JSON timestamps of six and nine digits, as values and as texts.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, t6, t9, CAST(t6 AS STRING) AS s6, CAST(t9 AS STRING) AS s9, CAST(t9 AS VARCHAR(22)) AS v FROM times;
