-- Time literals of more than three digits.
SELECT TIME '03:04:05.123' AS t3, CAST(TIME '03:04:05.123' AS STRING) AS s3, TIME '03:04:05.9' < TIME '03:04:06' AS c;
