-- TO_TIMESTAMP_LTZ with fractions of a second in two places of the pattern.
SELECT TO_TIMESTAMP_LTZ('05.1234 2026-01-02 1', 'ss.SSSS yyyy-MM-dd H') AS a, TO_TIMESTAMP_LTZ('2026-01-02 03:04:05.1', 'yyyy-MM-dd HH:mm:ss.S') AS b;
