-- Integer division truncates towards zero, the remainder has the dividend's sign.
SELECT a, b, a / b AS q, a % b AS r, MOD(a, b) AS m, a / CAST(b AS BIGINT) AS ql,
  CAST(a AS TINYINT) / CAST(b AS TINYINT) AS qt, a / CAST(b AS DOUBLE) AS qd
FROM (VALUES (7, 2), (-7, 2), (7, -2), (-7, -2), (1, 3), (0, 5), (100, 7)) AS t (a, b);
