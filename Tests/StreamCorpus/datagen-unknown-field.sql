-- An option for a column that is not there.
CREATE TABLE g (id INT) WITH ('connector' = 'datagen', 'number-of-rows' = '3', 'fields.x.kind' = 'sequence');
SELECT * FROM g;
