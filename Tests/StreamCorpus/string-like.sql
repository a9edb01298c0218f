-- LIKE with %, _, ESCAPE and the default escape.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, s LIKE 'a%' AS a, s LIKE '%o%' AS o, s LIKE '_____' AS five, s LIKE '%' AS anything, s LIKE '' AS nothing,
  s LIKE 'a!_b' ESCAPE '!' AS esc, s LIKE '100!%' ESCAPE '!' AS pct, s NOT LIKE '%a%' AS na, s LIKE 'a\_b' AS bs,
  s LIKE '%😀' AS e, s LIKE 'line%' AS nl, s LIKE '%l_o' AS lo
FROM strings;
