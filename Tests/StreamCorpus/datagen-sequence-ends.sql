-- The shortest sequence ends the table.
CREATE TABLE g (a INT, b BIGINT) WITH ('connector' = 'datagen',
  'fields.a.kind' = 'sequence', 'fields.a.start' = '1', 'fields.a.end' = '7',
  'fields.b.kind' = 'sequence', 'fields.b.start' = '0', 'fields.b.end' = '4');
SELECT COUNT(*) AS n, SUM(a) AS s, SUM(b) AS t FROM g;
