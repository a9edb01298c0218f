-- EXTRACT of nanoseconds.
CREATE TABLE times (id INT, k STRING, t6 TIMESTAMP(6), t9 TIMESTAMP(9)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/fractions.json', 'format' = 'json'
);
SELECT id, EXTRACT(NANOSECOND FROM t9) AS ns, EXTRACT(NANOSECOND FROM t6) AS ns6 FROM times;
