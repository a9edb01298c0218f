-- Timestamps of nine digits as texts of a length.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(t9 AS CHAR(32)) AS c, CAST(t6 AS VARCHAR(10)) AS v, CAST(CAST(t9 AS TIMESTAMP_LTZ(7)) AS CHAR(28)) AS l FROM times;
