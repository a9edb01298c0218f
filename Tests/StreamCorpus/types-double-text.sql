-- Doubles and floats as text.
SELECT v, CAST(v AS STRING) AS s, CAST(CAST(v AS FLOAT) AS STRING) AS f
FROM (VALUES (CAST(0 AS DOUBLE)), (1e0), (-1.5e0), (1e7), (9999999e0), (1.0e-3), (9.99e-4), (123456789.125e0), (1e21),
  (1e-10),
  (0.1e0 + 0.2e0), (1e0 / 3), (100e0), (1.7976931348623157e308), (5e-324), (2e-3)) AS t (v);
