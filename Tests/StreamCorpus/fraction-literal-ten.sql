-- A timestamp literal of ten digits.
SELECT TIMESTAMP '2026-01-02 03:04:05.1234567891' AS t;
