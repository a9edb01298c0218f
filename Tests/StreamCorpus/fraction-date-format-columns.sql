-- DATE_FORMAT with a pattern from a column.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, DATE_FORMAT(t9, CASE k WHEN 'a' THEN 'ss.SSSSSSSSS' ELSE 'yyyy n' END) AS f FROM times;
