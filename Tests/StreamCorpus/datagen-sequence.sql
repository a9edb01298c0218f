-- Sequences of every type.
CREATE TABLE g (a INT, b BIGINT, c STRING, d SMALLINT, e TINYINT, f DOUBLE, g FLOAT) WITH (
  'connector' = 'datagen', 'number-of-rows' = '10',
  'fields.a.kind' = 'sequence', 'fields.a.start' = '1', 'fields.a.end' = '10',
  'fields.b.kind' = 'sequence', 'fields.b.start' = '-5', 'fields.b.end' = '100',
  'fields.c.kind' = 'sequence', 'fields.c.start' = '7', 'fields.c.end' = '20',
  'fields.d.kind' = 'sequence', 'fields.d.start' = '7', 'fields.d.end' = '20',
  'fields.e.kind' = 'sequence', 'fields.e.start' = '7', 'fields.e.end' = '20',
  'fields.f.kind' = 'sequence', 'fields.f.start' = '7', 'fields.f.end' = '20',
  'fields.g.kind' = 'sequence', 'fields.g.start' = '7', 'fields.g.end' = '20');
SELECT * FROM g;
