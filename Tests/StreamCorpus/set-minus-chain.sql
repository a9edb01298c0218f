-- UNION, INTERSECT and EXCEPT together: INTERSECT binds first.
-- compare: net
SELECT * FROM (VALUES (1), (2), (3)) AS t (a) UNION SELECT * FROM (VALUES (4), (5)) AS u (a) INTERSECT SELECT * FROM (VALUES (4)) AS v (a) EXCEPT SELECT * FROM (VALUES (2)) AS x (a);
