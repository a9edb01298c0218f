-- Joins by inequalities over precisions.
-- compare: net
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT a.id, b.id AS other FROM times AS a JOIN times AS b ON a.k = b.k AND a.t9 < b.t6 AND b.t6 < TIMESTAMP '2026-06-01 00:00:00';
