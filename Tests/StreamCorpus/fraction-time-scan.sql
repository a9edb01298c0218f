-- TIME columns with fractions of a second.
CREATE TABLE times (id INT, tm TIME(3), t0 TIME(0), t9 TIME(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions_time.json', 'format' = 'json'
);
SELECT id, tm, t0, t9, CAST(tm AS STRING) AS s, CAST(t0 AS STRING) AS s0, CAST(t9 AS STRING) AS s9 FROM times;
