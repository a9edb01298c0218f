-- A NULL time attribute fails the job.
CREATE TABLE poison (id INT, t TIMESTAMP(3), WATERMARK FOR t AS t) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/poison.json', 'format' = 'json',
  'json.ignore-parse-errors' = 'true');
SELECT * FROM poison;
