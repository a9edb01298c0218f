-- The first two rows of each key by a timestamp of nine digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT k, t9, id FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY t9) AS n FROM times) WHERE n <= 2;
