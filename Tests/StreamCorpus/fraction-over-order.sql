-- OVER ordered by a timestamp of nine digits.
-- compare: net
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, t9, COUNT(*) OVER (PARTITION BY k ORDER BY t9) AS n, RANK() OVER (PARTITION BY k ORDER BY t9) AS r FROM times;
