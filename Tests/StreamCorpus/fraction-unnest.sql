-- UNNEST of timestamps.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, x FROM times CROSS JOIN UNNEST(ARRAY[t6, t9]) AS u (x);
