-- LN, LOG, LOG10, LOG2 and EXP.
SELECT v, LN(v) AS ln1, LOG(v) AS lg, LOG10(v) AS l10, LOG2(v) AS l2, LOG(2, v) AS b2, LOG(10, v) AS b10, EXP(v) AS e
FROM (VALUES (1), (2), (8), (10), (100), (1000)) AS t (v);
