-- Strings compare by their UTF-8 bytes, case-sensitively; no padding.
SELECT a, b, a < b AS lt, a = b AS eq, a > b AS gt
FROM (VALUES (CAST('a' AS STRING), CAST('B' AS STRING)), ('a', 'a '), ('', 'a'), ('é', 'z'), ('😀', 'ﬀ'), ('日', '😀'),
  ('10', '9'), ('abc', 'abd')) AS t (a, b);
