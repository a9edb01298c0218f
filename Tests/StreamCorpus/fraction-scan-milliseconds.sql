-- JSON timestamps with more digits than a column of milliseconds has.
CREATE TABLE times (id INT, t9 TIMESTAMP(3), t6 TIMESTAMP(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, t9, t6, CAST(t9 AS STRING) AS s3, CAST(t6 AS STRING) AS s0, CAST(t9 AS TIMESTAMP(9)) AS w FROM times;
