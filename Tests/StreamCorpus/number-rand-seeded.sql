-- RAND and RAND_INTEGER with a seed are deterministic.
SELECT RAND(1) AS a, RAND_INTEGER(1, 100) AS b, RAND(42) AS c, RAND_INTEGER(7, 10) AS d;
