-- LEFT and RIGHT with lengths of zero, below zero and beyond the text.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, LEFT(s, 3) AS l3, RIGHT(s, 3) AS r3, LEFT(s, 0) AS l0, RIGHT(s, -1) AS rm, LEFT(s, 100) AS l100,
  RIGHT(s, 1) AS r1 FROM strings;
