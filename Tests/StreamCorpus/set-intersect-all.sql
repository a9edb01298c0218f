-- INTERSECT ALL.
-- compare: net
SELECT * FROM (VALUES (1), (1), (2), (3)) AS t (a) INTERSECT ALL SELECT * FROM (VALUES (1), (1), (1), (2)) AS u (a);
