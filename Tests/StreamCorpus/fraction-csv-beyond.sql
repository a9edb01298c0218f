-- CSV timestamps with more digits than the column has.
CREATE TABLE times (id INT, t6 TIMESTAMP(4), t9 TIMESTAMP(6), l9 TIMESTAMP_LTZ(5)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.csv', 'format' = 'csv', 'csv.null-literal' = ''
);
SELECT id, t6, t9, l9, CAST(t9 AS TIMESTAMP(9)) AS w9, CAST(l9 AS TIMESTAMP_LTZ(9)) AS wl FROM times;
