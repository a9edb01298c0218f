-- FIRST_VALUE, LAST_VALUE and ARRAY_AGG of timestamps.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT k, FIRST_VALUE(t6) AS a, LAST_VALUE(t9) AS b, ARRAY_AGG(t9) AS c FROM times GROUP BY k;
