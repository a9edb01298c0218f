-- POSITION, LOCATE and INSTR.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, POSITION('a' IN s) AS p, POSITION('' IN s) AS pe, LOCATE('b', s) AS l, LOCATE('a', s, 3) AS l3,
  INSTR(s, 'l') AS i, INSTR(s, '😀') AS e, LOCATE('b', s, 0) AS l0, LOCATE('b', s, 50) AS far
FROM strings;
