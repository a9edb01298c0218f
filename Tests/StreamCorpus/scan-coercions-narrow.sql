-- JSON numbers that do not fit TINYINT and SMALLINT.
CREATE TABLE edge (id INT, i TINYINT, s TINYINT, l SMALLINT) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/edge.json', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
SELECT * FROM edge;
