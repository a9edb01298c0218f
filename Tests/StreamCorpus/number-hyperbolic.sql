-- SINH, COSH and TANH.
SELECT v, SINH(v) AS s, COSH(v) AS c, TANH(v) AS t FROM (VALUES (0e0), (0.5e0), (1e0), (-2e0), (10e0)) AS t (v);
