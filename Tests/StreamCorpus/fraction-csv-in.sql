-- CSV timestamps.
CREATE TABLE times (id INT, t6 TIMESTAMP(6), t9 TIMESTAMP(9), l9 TIMESTAMP_LTZ(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.csv', 'format' = 'csv', 'csv.null-literal' = ''
);
SELECT id, t6, t9, l9 FROM times;
