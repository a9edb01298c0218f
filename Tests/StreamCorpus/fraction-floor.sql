-- FLOOR of timestamps of more than three digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, FLOOR(t9 TO SECOND) AS s, FLOOR(t6 TO MINUTE) AS mi, FLOOR(t9 TO HOUR) AS h, FLOOR(t6 TO DAY) AS d,
  FLOOR(t9 TO MONTH) AS mo, FLOOR(t9 TO YEAR) AS y
FROM times WHERE id <> 8;
