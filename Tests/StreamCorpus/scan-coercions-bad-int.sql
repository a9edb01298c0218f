-- A text that is no number read into INT without ignore-parse-errors.
CREATE TABLE coercions (id INT, s INT) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/coercions.json', 'format' = 'json');
SELECT * FROM coercions;
