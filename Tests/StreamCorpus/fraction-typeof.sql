-- Types of timestamps.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT DISTINCT TYPEOF(t6) AS a, TYPEOF(t9 + INTERVAL '1' SECOND) AS b, TYPEOF(FLOOR(t6 TO DAY)) AS c, TYPEOF(CAST(t9 AS TIMESTAMP)) AS d,
  TYPEOF(CAST(t9 AS TIMESTAMP_LTZ)) AS e, TYPEOF(CURRENT_TIMESTAMP) AS f, TYPEOF(LOCALTIMESTAMP) AS g
FROM times;
