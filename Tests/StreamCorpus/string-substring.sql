-- SUBSTRING and SUBSTR with positions of zero, below zero and beyond the end.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, SUBSTRING(s FROM 2) AS f2, SUBSTRING(s FROM 2 FOR 3) AS f23, SUBSTRING(s, 0, 2) AS z2,
  SUBSTRING(s, -3) AS m3, SUBSTRING(s, -3, 2) AS m32, SUBSTRING(s, 100) AS far, SUBSTR(s, 3, 1) AS s31,
  SUBSTRING(s, 1, 0) AS none0,
  SUBSTRING(s FROM -100 FOR 101) AS big
FROM strings;
