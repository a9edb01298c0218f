-- More spellings of numbers.
SELECT s, TRY_CAST(s AS INT) AS i, TRY_CAST(s AS BIGINT) AS l, TRY_CAST(s AS DOUBLE) AS d,
  TRY_CAST(s AS DECIMAL(10,3)) AS n, TRY_CAST(s AS SMALLINT) AS t
FROM (VALUES (CAST('1' AS STRING)), (' 2 '), ('+3'), ('-4'), ('5.9'), ('-5.9'), ('.5'), ('5.'), ('1e3'), ('1E-2'),
  ('0x10'), ('1_000'), ('1,000'), ('NaN'),
  ('Infinity'), ('-Infinity'), ('2147483648'), ('-2147483649'), ('9223372036854775808'), ('32768'), ('00012'),
  ('--1'), ('1 2'), 
  ('0.0005'), ('0.00049'), ('12345678.9999'), ('9999999.9995'), ('٣'), ('')) AS t (s);
