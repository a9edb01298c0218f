-- JSON numbers with fractions and strings read into INT; what does not fit becomes NULL.
CREATE TABLE coercions (id INT, i INT) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/coercions.json', 'format' = 'json',
  'json.ignore-parse-errors' = 'true');
SELECT * FROM coercions;
