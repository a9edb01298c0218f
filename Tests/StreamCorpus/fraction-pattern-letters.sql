-- DATE_FORMAT with the letters of a day's milliseconds and nanoseconds.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, DATE_FORMAT(t9, 'AAAAAAAAAAAA n NNNNNNNNNNNNNNNN nnnnnnnnnnnn') AS a, DATE_FORMAT(t9, 'SSSSSSSSS') AS s FROM times;
