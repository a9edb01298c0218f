-- TO_TIMESTAMP with a pattern of six digits.
SELECT TO_TIMESTAMP('2026-01-02 03:04:05.123456', 'yyyy-MM-dd HH:mm:ss.SSSSSS') AS a;
