-- Where TO_DATE with a format is odd: lenient carrying over, and a far date for what cannot be parsed.
SELECT s, TO_DATE(s, 'dd/MM/yyyy') AS eu, TO_DATE(s, 'yyyyMMdd') AS packed
FROM (VALUES (CAST('32/01/2026' AS STRING)), ('2026-01-02'), ('20260230'), ('abc')) AS t (s);
