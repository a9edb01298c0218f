-- Text to DECIMAL is odd: one wrong character at the end is ignored, leading zeros count as digits.
SELECT s, TRY_CAST(s AS DECIMAL(8,2)) AS n, TRY_CAST(s AS DECIMAL(3,3)) AS f, TRY_CAST(s AS DECIMAL(30,3)) AS wide
FROM (VALUES (CAST('x' AS STRING)), ('100%'), ('1d'), ('1f'), ('1dd'), ('0.777'), ('.777'), ('0000000001'), ('1e'),
  ('-'), ('1.2.3'), ('1 x')) AS t (s);
