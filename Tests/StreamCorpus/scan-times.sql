-- DATE, TIME and TIMESTAMP columns of JSON strings at the ends of their ranges.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT * FROM times;
