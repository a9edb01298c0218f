-- TIMESTAMPDIFF in milliseconds.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, TIMESTAMPDIFF(MILLISECOND, t6, t9) AS ms FROM times;
