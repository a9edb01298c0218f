-- Braces that are no repetition.
SELECT REGEXP_COUNT('a{', '{') AS a, REGEXP_COUNT('a{', 'a{') AS b, REGEXP_COUNT('a{', 'a{2,1}') AS c, REGEXP_COUNT('aaa', 'a{2}') AS d, REGEXP_COUNT('a b', '\p{L}') AS e, REGEXP('a', '{') AS f, 'abc' SIMILAR TO 'a.*' AS g;
