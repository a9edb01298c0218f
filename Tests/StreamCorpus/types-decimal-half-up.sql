-- Rounding of DECIMAL casts at the half, both signs.
SELECT v, CAST(v AS DECIMAL(5,2)) AS r2, CAST(v AS DECIMAL(5,1)) AS r1, CAST(v AS DECIMAL(5,0)) AS r0,
  CAST(v AS INT) AS i
FROM (VALUES (CAST('0.005' AS DECIMAL(10,5))), (0.015), (0.025), (-0.005), (-0.015), (1.45), (1.55), (-2.5), (2.5),
  (0.00499), (9.99999)) AS t (v);
