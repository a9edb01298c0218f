-- CAST of a text to DECIMAL fails the job.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, CAST(s AS DECIMAL(8,2)) AS n FROM strings;
