-- A timestamp literal that is none.
SELECT TIMESTAMP '2026-13-01 00:00:00';
