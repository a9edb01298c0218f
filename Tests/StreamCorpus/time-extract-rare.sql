-- EXTRACT of rarer fields, within the years that they are sound for.
CREATE TABLE times (id INT, ts TIMESTAMP(3), d DATE, tm TIME(0)) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/times.json', 'format' = 'json'
);
SELECT id, EXTRACT(ISODOW FROM ts) AS isodow, EXTRACT(ISOYEAR FROM ts) AS isoyear, EXTRACT(DECADE FROM ts) AS de,
  EXTRACT(CENTURY FROM ts) AS ce, EXTRACT(MILLENNIUM FROM ts) AS ml, EXTRACT(MILLISECOND FROM ts) AS ms,
  EXTRACT(MICROSECOND FROM ts) AS us, EXTRACT(EPOCH FROM ts) AS ep
FROM times WHERE ts >= TIMESTAMP '1970-01-01 00:00:00' AND ts < TIMESTAMP '2101-01-01 00:00:00';
