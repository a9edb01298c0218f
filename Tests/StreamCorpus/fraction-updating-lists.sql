-- Lists and first values of timestamps that are taken back.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT FIRST_VALUE(t) AS f, ARRAY_AGG(t) AS a, MAX(u) AS m FROM (SELECT k, MIN(t9) AS t, MAX(t6) AS u FROM times GROUP BY k);
