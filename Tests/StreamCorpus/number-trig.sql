-- Trigonometric functions.
SELECT v, SIN(v) AS s, COS(v) AS c, TAN(v) AS t, ATAN(v) AS at1, ATAN2(v, 2e0) AS at2, DEGREES(v) AS d,
  RADIANS(v) AS r
FROM (VALUES (0e0), (0.5e0), (1e0), (-1e0), (2e0), (3.141592653589793e0), (100e0)) AS t (v);
