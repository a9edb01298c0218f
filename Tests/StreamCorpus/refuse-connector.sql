-- A connector that does not exist.
CREATE TABLE orders (eventId STRING) WITH ('connector' = 'nosuch');
SELECT * FROM orders;
