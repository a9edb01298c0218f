-- Texts of all kinds.
CREATE TABLE mix (id INT, k STRING, v INT, w BIGINT, d DOUBLE, n DECIMAL(20,5), s STRING, b BOOLEAN, dt DATE, tm TIME(0), js STRING, tags ARRAY<STRING>, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
WITH ('connector' = 'filesystem', 'path' = '${INPUT}/mix.json', 'format' = 'json');
SELECT id, UPPER(s) AS u, LOWER(s) AS l, INITCAP(s) AS ic, CHAR_LENGTH(s) AS cl, REVERSE(s) AS rv, REPEAT(s, 2) AS rp, LPAD(s, 5, 'ü') AS lp, RPAD(s, 3, '') AS rp0, TRIM(BOTH ' ' FROM s) AS tb, TRIM(LEADING 'a' FROM s) AS tl FROM mix;
