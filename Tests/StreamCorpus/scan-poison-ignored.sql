-- Rows that cannot be parsed: ignore-parse-errors skips the row or sets the field to NULL.
CREATE TABLE poison (id INT, v DOUBLE, t TIMESTAMP(3)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/poison.json', 'format' = 'json',
  'json.ignore-parse-errors' = 'true');
SELECT * FROM poison;
