-- IN over rows.
SELECT a, b, (a, b) IN ((1, 'x'), (2, 'y')) AS i, (a, b) = (1, 'x') AS eq
FROM (VALUES (1, 'x'), (2, 'x'), (2, 'y')) AS t (a, b);
