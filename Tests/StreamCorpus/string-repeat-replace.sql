-- REPEAT, REPLACE, REVERSE, TRANSLATE, OVERLAY.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, REPEAT(s, 2) AS r, REPEAT(s, 0) AS r0, REPEAT(s, -1) AS rm, REPLACE(s, 'a', '<>') AS p,
  REPLACE(s, '', '-') AS pe, REVERSE(s) AS v, TRANSLATE(s, 'abc', 'xy') AS t, OVERLAY(s PLACING '##' FROM 2) AS o,
  OVERLAY(s PLACING '##' FROM 2 FOR 4) AS o4
FROM strings;
