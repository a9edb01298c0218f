-- ELT picks one of its arguments.
SELECT n, ELT(n, 'a', 'bc', 'd') AS e FROM (VALUES (1), (2), (3), (4), (0), (-1), (CAST(NULL AS INT))) AS t (n);
