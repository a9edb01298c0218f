-- NATURAL JOIN without common names is a cross join.
-- compare: net
SELECT * FROM (VALUES (1), (2)) AS a (x) NATURAL JOIN (VALUES ('p'), ('q')) AS b (y);
