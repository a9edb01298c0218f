-- CEIL of timestamps of more than three digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CEIL(t9 TO SECOND) AS s, CEIL(t6 TO MINUTE) AS mi, CEIL(t9 TO HOUR) AS h, CEIL(t6 TO DAY) AS d,
  CEIL(t9 TO MONTH) AS mo, CEIL(t9 TO YEAR) AS y
FROM times WHERE id NOT IN (7, 8);
