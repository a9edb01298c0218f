-- LIKE with patterns that are columns.
SELECT s, p, s LIKE p AS l
FROM (VALUES (CAST('abc' AS STRING), CAST('a_c' AS STRING)), ('abc', 'a%'), ('a%c', 'a\%c'), ('abc', 'A%'), ('', '%'),
  ('', '_'), ('aXbXc', 'a%b%c'), ('a.c', 'a.c'), ('abc', 'a.c'), ('(x)', '(_)')) AS t (s, p);
