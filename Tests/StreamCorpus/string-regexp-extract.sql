-- REGEXP_EXTRACT with groups, without a match, with a group that does not exist.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, REGEXP_EXTRACT(s, '([a-z]+)', 1) AS g1, REGEXP_EXTRACT(s, '([a-z])([a-z])', 2) AS g2,
  REGEXP_EXTRACT(s, '[0-9]+') AS g0, REGEXP_EXTRACT(s, '([0-9]+)', 3) AS g3, REGEXP_EXTRACT(s, '(\w+)=(\w+)', 2) AS v
FROM strings;
