-- JSON numbers and strings read into DOUBLE.
CREATE TABLE coercions (id INT, d DOUBLE) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/coercions.json', 'format' = 'json',
  'json.ignore-parse-errors' = 'true');
SELECT * FROM coercions;
