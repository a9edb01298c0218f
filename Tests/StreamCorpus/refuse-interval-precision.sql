-- An interval literal beyond its field's two digits.
SELECT INTERVAL '125' MINUTE;
