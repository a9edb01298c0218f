-- A function in Java is not there.
CREATE FUNCTION f AS 'com.example.F';
SELECT f(1);
