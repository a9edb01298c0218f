-- A time literal of six digits.
SELECT TIME '03:04:05.123456' AS t6, CAST(TIME '03:04:05.123456' AS STRING) AS s6;
