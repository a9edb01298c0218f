-- LPAD and RPAD: truncation, an empty pad, a negative length, code points.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, LPAD(s, 5, '*') AS l5, RPAD(s, 5, 'xy') AS r5, LPAD(s, 2, '*') AS l2, LPAD(s, 4, '😀') AS le,
  RPAD(s, -1, 'x') AS neg, LPAD(s, 12, '') AS nopad, RPAD(s, 0, 'x') AS zero
FROM strings;
