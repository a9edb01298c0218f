-- JSON numbers with fractions and strings read into BIGINT.
CREATE TABLE coercions (id INT, i BIGINT) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/coercions.json', 'format' = 'json',
  'json.ignore-parse-errors' = 'true');
SELECT * FROM coercions;
