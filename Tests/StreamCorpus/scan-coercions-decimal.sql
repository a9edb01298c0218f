-- JSON numbers and strings read into DECIMAL(10,2): half up rounding, what overflows is NULL.
CREATE TABLE coercions (id INT, n DECIMAL(10,2)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/coercions.json', 'format' = 'json',
  'json.ignore-parse-errors' = 'true');
SELECT * FROM coercions;
