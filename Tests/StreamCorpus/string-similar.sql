-- SIMILAR TO: alternatives, classes, repetition.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, s SIMILAR TO '(hello|x)' AS alt, s SIMILAR TO '[a-z]+' AS lower_only, s SIMILAR TO '%(o|a)%' AS has,
  s SIMILAR TO '[0-9]{2}' AS two, s SIMILAR TO '_{5}' AS five, s NOT SIMILAR TO '[^a]%' AS nota,
  s SIMILAR TO '(abc)*' AS abcs, s SIMILAR TO 'a#_b' ESCAPE '#' AS esc
FROM strings;
