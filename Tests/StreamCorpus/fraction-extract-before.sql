-- EXTRACT from timestamps before 1970.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, EXTRACT(SECOND FROM t9) AS s, EXTRACT(MILLISECOND FROM t9) AS ms, EXTRACT(MICROSECOND FROM t9) AS us,
  EXTRACT(DAY FROM t9) AS d, EXTRACT(YEAR FROM t6) AS y, EXTRACT(EPOCH FROM t9) AS ep
FROM times WHERE t9 < TIMESTAMP '1970-01-01 00:00:00' AND id <> 8;
