-- IN and NOT IN with NULLs among the values and as the operand.
SELECT a, a IN (1, 2) AS i, a NOT IN (1, 2) AS ni, a IN (1, CAST(NULL AS INT)) AS inn,
  a NOT IN (1, CAST(NULL AS INT)) AS nin, a IN (1) AS i1
FROM (VALUES (1), (2), (3), (CAST(NULL AS INT))) AS t (a);
