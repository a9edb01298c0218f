-- Rows of several precisions in one column.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT t6 AS t FROM times UNION ALL SELECT t9 FROM times UNION ALL SELECT CAST(t9 AS TIMESTAMP(3)) FROM times WHERE id IN (1, 2);
