-- JSON strings and numbers read into BOOLEAN.
CREATE TABLE coercions (id INT, b BOOLEAN) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/coercions.json', 'format' = 'json',
  'json.ignore-parse-errors' = 'true');
SELECT * FROM coercions;
