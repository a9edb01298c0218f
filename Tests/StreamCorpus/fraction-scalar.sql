-- A scalar sub-query of a timestamp of nine digits.
-- compare: net
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id FROM times WHERE t9 > (SELECT MAX(t6) FROM times WHERE k = 'c');
