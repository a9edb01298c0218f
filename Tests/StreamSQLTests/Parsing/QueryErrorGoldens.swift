/// Queries with errors and how the errors are shown.
enum QueryErrorGoldens {
    static let text = #"""
        SELECT FROM orders
        =>
        a.sql:1:8: syntax error: expected an expression, found FROM
        SELECT FROM orders
               ^~~~
        --
        SELCT * FROM orders
        =>
        a.sql:1:1: syntax error: expected a statement, found SELCT
        SELCT * FROM orders
        ^~~~~
        hint: did you mean SELECT?
        --
        SELECT a FORM orders
        =>
        a.sql:1:15: syntax error: expected the end of the statement, found orders
        SELECT a FORM orders
                      ^~~~~~
        hint: did you mean FROM instead of FORM?
        --
        SELECT a, FROM orders
        =>
        a.sql:1:11: syntax error: expected an expression, found FROM
        SELECT a, FROM orders
                  ^~~~
        hint: is there a comma too many before it?
        --
        SELECT a b c FROM orders
        =>
        a.sql:1:12: syntax error: expected the end of the statement, found c
        SELECT a b c FROM orders
                   ^
        --
        SELECT * FROM orders WHERE
        =>
        a.sql:1:27: syntax error: expected an expression, found the end of the text
        SELECT * FROM orders WHERE
                                  ^
        --
        SELECT * FROM orders WHERE a = = 1
        =>
        a.sql:1:32: syntax error: expected an expression, found =
        SELECT * FROM orders WHERE a = = 1
                                       ^
        --
        SELECT * FROM orders GROUP a
        =>
        a.sql:1:28: syntax error: expected BY, found a
        SELECT * FROM orders GROUP a
                                   ^
        --
        SELECT value FROM orders
        =>
        a.sql:1:8: syntax error: expected an expression, found VALUE
        SELECT value FROM orders
               ^~~~~
        hint: value is a reserved word; as a name it is written `value`
        --
        SELECT a AS value FROM orders
        =>
        a.sql:1:13: syntax error: expected a column name, found VALUE
        SELECT a AS value FROM orders
                    ^~~~~
        hint: value is a reserved word; as a name it is written `value`
        --
        SELECT "a" FROM orders
        =>
        a.sql:1:8: syntax error: double quotes are not used
        SELECT "a" FROM orders
               ^~~
        hint: strings are written in single quotes, names in back-quotes
        --
        SELECT 'abc FROM orders
        WHERE x = 1
        =>
        a.sql:1:8: syntax error: the string does not end
        SELECT 'abc FROM orders
               ^~~~~~~~~~~~~~~~
        hint: it ends with a quote: '
        --
        SELECT `abc FROM orders
        =>
        a.sql:1:8: syntax error: the name does not end
        SELECT `abc FROM orders
               ^~~~~~~~~~~~~~~~
        hint: it ends with a back-quote: `
        --
        SELECT `` FROM orders
        =>
        a.sql:1:8: syntax error: the name is empty
        SELECT `` FROM orders
               ^~
        --
        SELECT a /* FROM orders
        =>
        a.sql:1:10: syntax error: the comment does not end
        SELECT a /* FROM orders
                 ^~~~~~~~~~~~~~
        hint: it ends with */
        --
        SELECT X'ABC', 1
        =>
        a.sql:1:8: syntax error: X'...' holds an even number of hexadecimal digits
        SELECT X'ABC', 1
               ^~~~~~
        --
        SELECT a # b
        =>
        a.sql:1:10: syntax error: no SQL begins with #
        SELECT a # b
                 ^
        --
        SELECT CASE a WHEN 1 THEN 2
        =>
        a.sql:1:28: syntax error: expected WHEN, ELSE or END, found the end of the text
        SELECT CASE a WHEN 1 THEN 2
                                   ^
        --
        SELECT CAST(a INT)
        =>
        a.sql:1:15: syntax error: expected AS, found INT
        SELECT CAST(a INT)
                      ^~~
        --
        SELECT CAST(a AS)
        =>
        a.sql:1:17: syntax error: expected a type, found )
        SELECT CAST(a AS)
                        ^
        --
        SELECT COUNT(DISTINCT) FROM t
        =>
        a.sql:1:22: syntax error: expected an expression, found )
        SELECT COUNT(DISTINCT) FROM t
                             ^
        --
        SELECT f(a b) FROM t
        =>
        a.sql:1:12: syntax error: expected a comma or ), found b
        SELECT f(a b) FROM t
                   ^
        --
        SELECT a IN 1
        =>
        a.sql:1:13: syntax error: expected ( and a list or a query, found 1
        SELECT a IN 1
                    ^
        --
        SELECT a IN ()
        =>
        a.sql:1:14: syntax error: expected an expression, found )
        SELECT a IN ()
                     ^
        --
        SELECT a BETWEEN 1 OR 2
        =>
        a.sql:1:20: syntax error: expected AND and the upper end of BETWEEN, found OR
        SELECT a BETWEEN 1 OR 2
                           ^~
        --
        SELECT a < ANY (SELECT 1), b
        =>
        a.sql:1:10: not supported: comparison with ANY, SOME or ALL other than = ANY and <> ALL
        SELECT a < ANY (SELECT 1), b
                 ^~~~~
        hint: compare with a sub-query of MIN or MAX
        --
        SELECT a AT TIME ZONE 'UTC'
        =>
        a.sql:1:10: not supported: AT TIME ZONE
        SELECT a AT TIME ZONE 'UTC'
                 ^~~~~~~~~~~~
        hint: use CONVERT_TZ or TO_TIMESTAMP_LTZ
        --
        SELECT a ILIKE 'x'
        =>
        a.sql:1:10: not supported: ILIKE
        SELECT a ILIKE 'x'
                 ^~~~~
        hint: write LOWER(x) LIKE 'pattern in lower case'
        --
        SELECT a IS EMPTY
        =>
        a.sql:1:13: not supported: IS EMPTY
        SELECT a IS EMPTY
                    ^~~~~
        hint: compare CARDINALITY(x) with 0
        --
        SELECT a IS NOT
        =>
        a.sql:1:16: syntax error: expected NULL, TRUE, FALSE, UNKNOWN, DISTINCT FROM or JSON, found the end of the text
        SELECT a IS NOT
                       ^
        --
        SELECT INTERVAL 5 MINUTE
        =>
        a.sql:1:8: not supported: intervals without quotes
        SELECT INTERVAL 5 MINUTE
               ^~~~~~~~~~
        hint: write INTERVAL '5' MINUTE, or multiply an interval by a number
        --
        SELECT INTERVAL '5'
        =>
        a.sql:1:20: syntax error: expected an interval's unit such as MINUTE, found the end of the text
        SELECT INTERVAL '5'
                           ^
        --
        SELECT INTERVAL '5' DAY TO YEAR
        =>
        a.sql:1:28: syntax error: expected a smaller unit than DAY, found YEAR
        SELECT INTERVAL '5' DAY TO YEAR
                                   ^~~~
        --
        SELECT ?, a
        =>
        a.sql:1:8: not supported: parameters (?)
        SELECT ?, a
               ^
        hint: write the value itself
        --
        SELECT MULTISET[1]
        =>
        a.sql:1:8: not supported: MULTISET in expressions
        SELECT MULTISET[1]
               ^~~~~~~~
        --
        SELECT LISTAGG(a) WITHIN GROUP (ORDER BY a) FROM t
        =>
        a.sql:1:19: not supported: WITHIN GROUP
        SELECT LISTAGG(a) WITHIN GROUP (ORDER BY a) FROM t
                          ^~~~~~~~~~~~
        hint: LISTAGG and its like take the values as they come
        --
        SELECT a FROM t JOIN u
        =>
        a.sql:1:23: syntax error: expected ON or USING, found the end of the text
        SELECT a FROM t JOIN u
                              ^
        hint: a join without a condition is a CROSS JOIN
        --
        SELECT a FROM t CROSS JOIN u ON t.x = u.x
        =>
        a.sql:1:30: syntax error: CROSS JOIN has no condition
        SELECT a FROM t CROSS JOIN u ON t.x = u.x
                                     ^~
        hint: write JOIN
        --
        SELECT a FROM t LEFT SEMI JOIN u ON t.x = u.x
        =>
        a.sql:1:17: not supported: LEFT SEMI
        SELECT a FROM t LEFT SEMI JOIN u ON t.x = u.x
                        ^~~~~~~~~
        hint: use [NOT] EXISTS or [NOT] IN
        --
        SELECT a FROM t CROSS APPLY f(1)
        =>
        a.sql:1:17: not supported: CROSS APPLY
        SELECT a FROM t CROSS APPLY f(1)
                        ^~~~~~~~~~~
        hint: write CROSS JOIN LATERAL
        --
        SELECT a FROM (t JOIN u ON TRUE) AS x
        =>
        a.sql:1:37: not supported: a name for a join
        SELECT a FROM (t JOIN u ON TRUE) AS x
                                            ^
        hint: name the tables within
        --
        SELECT a FROM t TABLESAMPLE SYSTEM (10)
        =>
        a.sql:1:17: not supported: TABLESAMPLE
        SELECT a FROM t TABLESAMPLE SYSTEM (10)
                        ^~~~~~~~~~~
        --
        SELECT a FROM t LIMIT 10, 20
        =>
        a.sql:1:17: not supported: LIMIT with a comma
        SELECT a FROM t LIMIT 10, 20
                        ^~~~~~~~
        hint: write LIMIT n OFFSET m
        --
        SELECT a FROM t LIMIT x
        =>
        a.sql:1:23: syntax error: expected a number of rows, found x
        SELECT a FROM t LIMIT x
                              ^
        --
        WITH RECURSIVE w AS (SELECT 1) SELECT 1
        =>
        a.sql:1:1: not supported: WITH RECURSIVE
        WITH RECURSIVE w AS (SELECT 1) SELECT 1
        ^~~~~~~~~~~~~~
        --
        WITH w AS SELECT 1 SELECT 1
        =>
        a.sql:1:11: syntax error: expected ( and a query, found SELECT
        WITH w AS SELECT 1 SELECT 1
                  ^~~~~~
        --
        SELECT 1 MINUS SELECT 2
        =>
        a.sql:1:10: syntax error: expected EXCEPT, found MINUS
        SELECT 1 MINUS SELECT 2
                 ^~~~~
        --
        SELECT SELECT 1
        =>
        a.sql:1:8: syntax error: expected an expression, found SELECT
        SELECT SELECT 1
               ^~~~~~
        hint: a query within an expression stands in parentheses
        --
        SELECT a WHERE b = 1
        =>
        a.sql:1:10: syntax error: expected FROM, found WHERE
        SELECT a WHERE b = 1
                 ^~~~~
        --
        SELECT * FROM TABLE(TUMBLE(TABLE orders DESCRIPTOR(ts), INTERVAL '5' MINUTE))
        =>
        a.sql:1:41: syntax error: expected a comma or ), found DESCRIPTOR
        SELECT * FROM TABLE(TUMBLE(TABLE orders DESCRIPTOR(ts), INTERVAL '5' MINUTE))
                                                ^~~~~~~~~~
        --
        SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '5' MINUTE)
        =>
        a.sql:1:78: syntax error: expected ) behind the table function, found the end of the text
        SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '5' MINUTE)
                                                                                     ^
        --
        SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), OFFSET => INTERVAL '5' MINUTE))
        =>
        a.sql:1:58: syntax error: expected an argument name, found OFFSET
        SELECT * FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), OFFSET => INTERVAL '5' MINUTE))
                                                                 ^~~~~~
        hint: OFFSET is a reserved word; as a name it is written `OFFSET`
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A || B) DEFINE A AS TRUE)
        =>
        a.sql:1:57: syntax error: expected |, found ||
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A || B) DEFINE A AS TRUE)
                                                                ^~
        hint: one bar separates alternatives
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (^A B) DEFINE A AS TRUE)
        =>
        a.sql:1:55: not supported: ^ in a pattern
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (^A B) DEFINE A AS TRUE)
                                                              ^
        hint: a stream has no first row
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A B $) DEFINE A AS TRUE)
        =>
        a.sql:1:59: not supported: $ in a pattern
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A B $) DEFINE A AS TRUE)
                                                                  ^
        hint: a stream has no last row
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (PERMUTE(A, B)) DEFINE A AS TRUE)
        =>
        a.sql:1:55: not supported: PERMUTE
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (PERMUTE(A, B)) DEFINE A AS TRUE)
                                                              ^~~~~~~
        hint: write the orders as alternatives
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A {- B -}) DEFINE A AS TRUE)
        =>
        a.sql:1:57: not supported: exclusions {- ... -}
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A {- B -}) DEFINE A AS TRUE)
                                                                ^~
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A{3,2}) DEFINE A AS TRUE)
        =>
        a.sql:1:56: invalid statement: a quantifier whose upper end is below its lower end
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A{3,2}) DEFINE A AS TRUE)
                                                               ^~~~~
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A)
        =>
        a.sql:1:57: syntax error: expected DEFINE, found the end of the text
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A)
                                                                ^
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A) WITHIN '1' MINUTE DEFINE A AS TRUE)
        =>
        a.sql:1:65: syntax error: expected INTERVAL, found a string
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts PATTERN (A) WITHIN '1' MINUTE DEFINE A AS TRUE)
                                                                        ^~~
        --
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.x PATTERN (A) DEFINE A AS TRUE)
        =>
        a.sql:1:59: syntax error: expected AS and the measure's name, found PATTERN
        SELECT * FROM t MATCH_RECOGNIZE (ORDER BY ts MEASURES A.x PATTERN (A) DEFINE A AS TRUE)
                                                                  ^~~~~~~
        hint: PATTERN is a reserved word; as a name it is written `PATTERN`
        --
        SELECT a	, b	FROM, t
        =>
        a.sql:1:18: syntax error: expected a table name, found a comma
        SELECT a	, b	FROM, t
                	   	    ^
        --
        SELECT '日本語', 'e´', `ü` + ) FROM t
        =>
        a.sql:1:27: syntax error: expected an expression, found )
        SELECT '日本語', 'e´', `ü` + ) FROM t
                                     ^
        --
        SELECT 'a' 'b'
        =>
        a.sql:1:12: syntax error: a string continues only on a new line
        SELECT 'a' 'b'
                   ^~~
        hint: join strings with ||, or double a quote within one
        --
        SELECT U&'\00'
        =>
        a.sql:1:8: syntax error: an escape in U&'...' has four hexadecimal digits
        SELECT U&'\00'
               ^~~~~~~
        hint: double the escape character to mean itself
        --
        SELECT _utf8'x'
        =>
        a.sql:1:8: not supported: strings of another character set
        SELECT _utf8'x'
               ^~~~~~~~
        hint: all text is UTF-8
        --
        SELECT a FROM t;; SELECT b FRM u WHERE; SELECT c FROM u WHERE d
        =>
        a.sql:1:32: syntax error: expected the end of the statement, found u
        SELECT a FROM t;; SELECT b FRM u WHERE; SELECT c FROM u WHERE d
                                       ^
        hint: did you mean FROM instead of FRM?
        --
        SELECT SUM(x) OVER (PARTITION a) FROM t
        =>
        a.sql:1:31: syntax error: expected BY, found a
        SELECT SUM(x) OVER (PARTITION a) FROM t
                                      ^
        --
        SELECT SUM(x) OVER (ORDER BY a ROWS 5) FROM t
        =>
        a.sql:1:38: syntax error: expected PRECEDING or FOLLOWING, found )
        SELECT SUM(x) OVER (ORDER BY a ROWS 5) FROM t
                                             ^
        --
        SELECT TRIM('x', a)
        =>
        a.sql:1:16: not supported: TRIM with a comma
        SELECT TRIM('x', a)
                       ^
        hint: write TRIM(BOTH 'x' FROM value), or use BTRIM
        --
        SELECT JSON_VALUE(a, '$' NULL ON NULL)
        =>
        a.sql:1:34: syntax error: expected EMPTY or ERROR, found NULL
        SELECT JSON_VALUE(a, '$' NULL ON NULL)
                                         ^~~~
        --
        SELECT JSON_OBJECT('a': 1)
        =>
        a.sql:1:23: not supported: a colon between key and value
        SELECT JSON_OBJECT('a': 1)
                              ^
        hint: write KEY 'k' VALUE v
        --
        SELECT a FROM t GROUP BY GROUPING SETS (a, b
        =>
        a.sql:1:45: syntax error: expected a comma or ), found the end of the text
        SELECT a FROM t GROUP BY GROUPING SETS (a, b
                                                    ^
        --
        SELECT 12345678901 FROM t FETCH FIRST 3
        =>
        a.sql:1:40: syntax error: expected ROWS, found the end of the text
        SELECT 12345678901 FROM t FETCH FIRST 3
                                               ^
        --
        SELECT a FROM b.c.
        =>
        a.sql:1:19: syntax error: expected a name, found the end of the text
        SELECT a FROM b.c.
                          ^
        --
        SELECT CAST(a AS VARCHAR(99999999999))
        =>
        a.sql:1:26: limit exceeded: a length or precision must be at most 2147483647
        SELECT CAST(a AS VARCHAR(99999999999))
                                 ^~~~~~~~~~~
        --
        SELECT (1, 2
        =>
        a.sql:1:13: syntax error: expected a comma or ), found the end of the text
        SELECT (1, 2
                    ^
        --
        SELECT * FROM orders
        WHERE amount > 100
          AND status = 'PAID'
          ANDD currency = 'EUR'
        =>
        a.sql:4:3: syntax error: expected the end of the statement, found ANDD
          ANDD currency = 'EUR'
          ^~~~
        hint: did you mean AND?
        --
        SELECT a FROM (SELECT b FROM t
        =>
        a.sql:1:31: syntax error: expected ), found the end of the text
        SELECT a FROM (SELECT b FROM t
                                      ^
        --
        SELECT `a`.b.c, x -> y FROM t
        =>
        a.sql:1:20: syntax error: expected an expression, found >
        SELECT `a`.b.c, x -> y FROM t
                           ^
        --
        SELECT t.* FROM t WHERE EXISTS (1)
        =>
        a.sql:1:33: syntax error: EXISTS needs a query
        SELECT t.* FROM t WHERE EXISTS (1)
                                        ^
        --
        SELECT a FROM t ORDER a
        =>
        a.sql:1:23: syntax error: expected BY, found a
        SELECT a FROM t ORDER a
                              ^
        --
        SELECT a FROM t FOR SYSTEM_TIME AS x
        =>
        a.sql:1:36: syntax error: expected OF, found x
        SELECT a FROM t FOR SYSTEM_TIME AS x
                                           ^
        --
        SELECT '不思議な', 全角 全角 全角 FROM t
        =>
        a.sql:1:22: syntax error: expected the end of the statement, found 全角
        SELECT '不思議な', 全角 全角 全角 FROM t
                                     ^~~~
        --
        SELECT a FROM t MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS A.x = 1, B AS) x
        =>
        a.sql:1:71: syntax error: expected an expression, found )
        SELECT a FROM t MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS A.x = 1, B AS) x
                                                                              ^
        --
        SELECT CAST(ARRAY(1) AS INT)
        =>
        a.sql:1:13: not supported: ARRAY(...)
        SELECT CAST(ARRAY(1) AS INT)
                    ^~~~~
        hint: write ARRAY[...]
        --
        SELECT "two
        lines" FROM t
        =>
        a.sql:1:8: syntax error: double quotes are not used
        SELECT "two
               ^
        hint: strings are written in single quotes, names in back-quotes
        --
        SELECT f(a => DEFAULT)
        =>
        a.sql:1:15: not supported: DEFAULT as an argument
        SELECT f(a => DEFAULT)
                      ^~~~~~~
        hint: leave the argument out
        --
        SELECT a.b(1).c(2)
        =>
        a.sql:1:8: not supported: calls of methods
        SELECT a.b(1).c(2)
               ^~~~~~~~
        hint: put the value in the parentheses
        --
        SELECT EXTRACT(YER FROM a)
        =>
        a.sql:1:16: syntax error: expected a unit of time such as MINUTE, found YER
        SELECT EXTRACT(YER FROM a)
                       ^~~
        --
        SELECT * FROM TABLE(f(TABLE (SELECT 1)))
        =>
        a.sql:1:29: syntax error: expected a table name, found (
        SELECT * FROM TABLE(f(TABLE (SELECT 1)))
                                    ^
        hint: a query stands in parentheses without TABLE before it
        --
        """#
}
