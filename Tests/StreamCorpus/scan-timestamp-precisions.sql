-- One JSON timestamp read with precisions 0, 1, 6 and 9, and as a string.
CREATE TABLE times (id INT, ts TIMESTAMP(6)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json');
SELECT id, ts, CAST(ts AS TIMESTAMP(1)) AS t1, CAST(ts AS TIMESTAMP(9)) AS t9, CAST(ts AS STRING) AS s FROM times;
