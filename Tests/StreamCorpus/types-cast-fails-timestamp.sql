-- CAST of a text to TIMESTAMP fails the job.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, CAST(s AS TIMESTAMP(3)) AS t FROM strings;
