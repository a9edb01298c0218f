-- JSON numbers, booleans, objects and arrays read into a STRING column.
CREATE TABLE coercions (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/coercions.json', 'format' = 'json');
SELECT * FROM coercions;
