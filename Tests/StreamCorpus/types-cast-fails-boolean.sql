-- CAST of a text to BOOLEAN fails the job.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, CAST(s AS BOOLEAN) AS b FROM strings;
