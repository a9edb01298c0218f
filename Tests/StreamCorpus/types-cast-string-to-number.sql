-- Casts of strings to numbers with TRY_CAST: blanks, signs, fractions, exponents.
CREATE TABLE strings (id INT, s STRING) WITH (
  'connector' = 'filesystem', 'path' = '${INPUT}/strings.json', 'format' = 'json'
);
SELECT id, s, TRY_CAST(s AS INT) AS i, TRY_CAST(s AS BIGINT) AS l, TRY_CAST(s AS DOUBLE) AS d,
  TRY_CAST(s AS DECIMAL(8,2)) AS n,
  TRY_CAST(s AS TINYINT) AS t, TRY_CAST(s AS FLOAT) AS f, TRY_CAST(s AS BOOLEAN) AS b
FROM strings WHERE s NOT IN ('x', '100%');
