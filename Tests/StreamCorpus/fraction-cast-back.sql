-- What a cast leaves of the digits, seen at nine digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, CAST(CAST(t9 AS TIMESTAMP(8)) AS TIMESTAMP(9)) AS p8, CAST(CAST(t9 AS TIMESTAMP(6)) AS TIMESTAMP(9)) AS p6,
  CAST(CAST(t9 AS TIMESTAMP(4)) AS TIMESTAMP(9)) AS p4, CAST(CAST(t6 AS TIMESTAMP(4)) AS TIMESTAMP(6)) AS q4
FROM times;
