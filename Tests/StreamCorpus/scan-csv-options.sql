-- CSV with another delimiter and no quote character: the whole line up to the delimiter is one field.
CREATE TABLE lines (a STRING, b STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/lines.txt', 'format' = 'csv', 'csv.field-delimiter' = ';',
  'csv.disable-quote-character' = 'true', 'csv.ignore-parse-errors' = 'true');
SELECT * FROM lines;
