-- ROUND and TRUNCATE of integers with negative places.
SELECT v, ROUND(v) AS r, ROUND(v, -1) AS r1, ROUND(v, -2) AS r2, TRUNCATE(v, -1) AS t1, TRUNCATE(v, 2) AS t2,
  CEIL(v) AS c, FLOOR(v) AS f, ABS(v) AS a, SIGN(v) AS s
FROM (VALUES (0), (5), (14), (15), (-15), (149), (150), (-250), (123456), (2147483640)) AS t (v);
