-- FLOOR and CEIL to milliseconds.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, FLOOR(t9 TO MILLISECOND) AS f, CEIL(t9 TO MILLISECOND) AS c FROM times;
