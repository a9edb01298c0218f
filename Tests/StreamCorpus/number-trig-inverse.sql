-- ASIN, ACOS and COT; outside their domain NaN.
SELECT v, ASIN(v) AS s, ACOS(v) AS c, COT(v) AS ct FROM (VALUES (0.5e0), (1e0), (-1e0), (-0.25e0), (2e0)) AS t (v);
