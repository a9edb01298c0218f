-- MOD and % of integers and decimals of both signs.
SELECT a, b, MOD(a, b) AS m, a % b AS p, MOD(CAST(a AS DECIMAL(6,2)), CAST(b AS DECIMAL(4,1))) AS d,
  MOD(CAST(a AS BIGINT), b) AS l
FROM (VALUES (7, 3), (-7, 3), (7, -3), (-7, -3), (6, 3), (0, 5)) AS t (a, b);
