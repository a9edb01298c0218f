-- PARSE_URL with all its parts; URL_ENCODE and URL_DECODE.
SELECT PARSE_URL(u, 'PROTOCOL') AS pr, PARSE_URL(u, 'HOST') AS h, PARSE_URL(u, 'PATH') AS p,
  PARSE_URL(u, 'QUERY') AS q, PARSE_URL(u, 'QUERY', 'x') AS qx, PARSE_URL(u, 'REF') AS r,
  PARSE_URL(u, 'AUTHORITY') AS a, PARSE_URL(u, 'FILE') AS f, PARSE_URL(u, 'USERINFO') AS ui,
  PARSE_URL(u, 'NOSUCH') AS ns
FROM (VALUES (CAST('https://u:p@h.example:81/p/a?x=1&y=2#f' AS STRING)), ('http://h'), ('not a url'),
  ('http://h/p?x=&xx=3')) AS t (u);
