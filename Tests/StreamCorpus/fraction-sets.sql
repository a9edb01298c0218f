-- UNION, INTERSECT and EXCEPT of timestamps of nine digits.
-- compare: net
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT t9 FROM times INTERSECT SELECT t6 FROM times UNION SELECT t6 FROM times WHERE id < 4;
