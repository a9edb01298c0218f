-- A full join by timestamps of nine digits.
-- compare: net
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT a.id, b.id AS other, a.t9, b.t6 FROM (SELECT * FROM times WHERE id < 6) AS a FULL JOIN (SELECT * FROM times WHERE id > 3) AS b ON a.t9 = b.t9;
