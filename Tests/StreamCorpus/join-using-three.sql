-- Three tables joined by USING.
-- compare: net
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS a (id, x) JOIN (VALUES (1, 'c'), (2, 'd')) AS b (id, y) USING (id) JOIN (VALUES (2, 'e')) AS c (id, z) USING (id);
