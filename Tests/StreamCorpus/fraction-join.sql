-- Joins by timestamps of different precisions.
-- compare: net
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT a.id, b.id AS other, a.t6, b.t9 FROM times AS a JOIN times AS b ON a.t6 = b.t9;
