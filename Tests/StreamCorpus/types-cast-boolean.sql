-- Casts to BOOLEAN and from it.
SELECT s, TRY_CAST(s AS BOOLEAN) AS b, CAST(TRY_CAST(s AS BOOLEAN) AS STRING) AS t,
  CAST(TRY_CAST(s AS BOOLEAN) AS INT) AS i
FROM (VALUES (CAST('true' AS STRING)), ('FALSE'), ('t'), ('f'), ('yes'), ('no'), ('y'), ('n'), ('1'), ('0'), ('on'),
  ('off'), (' true '), ('2'), ('')) AS t (s);
