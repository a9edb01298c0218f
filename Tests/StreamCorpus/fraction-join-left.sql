-- A left join by timestamps of nine digits, and a condition beside it.
-- compare: net
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT a.id, b.id AS other, a.t9 FROM times AS a LEFT JOIN times AS b ON a.t9 = b.t9 AND a.t6 <= b.t6 AND a.id <> b.id;
