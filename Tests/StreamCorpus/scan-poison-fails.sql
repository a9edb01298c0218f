-- A row that cannot be parsed fails the job.
CREATE TABLE poison (id INT, v DOUBLE, t TIMESTAMP(3)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/poison.json', 'format' = 'json');
SELECT * FROM poison;
