-- JSON numbers and strings read into FLOAT.
CREATE TABLE coercions (id INT, d FLOAT) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/coercions.json', 'format' = 'json',
  'json.ignore-parse-errors' = 'true');
SELECT * FROM coercions;
