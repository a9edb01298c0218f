-- UNIX_TIMESTAMP, TO_DATE and the like of timestamps of nine digits.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, YEAR(t9) AS y, QUARTER(t6) AS q, DAYOFWEEK(t9) AS dw, HOUR(t9) AS h, SECOND(t6) AS s,
  UNIX_TIMESTAMP(CAST(CAST(t9 AS TIMESTAMP(0)) AS STRING)) AS u
FROM times WHERE t9 > TIMESTAMP '1970-01-01 00:00:00';
