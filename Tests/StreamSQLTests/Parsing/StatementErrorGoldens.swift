/// Statements with errors and how the errors are shown.
enum StatementErrorGoldens {
    static let text = #"""
        SELECT 1;
        USE CATALOG c;
        SELECT 2;
        ALTER TABLE t RENAME TO u;
        DELETE FROM t WHERE a = 1;
        UPDATE t SET a = 1;
        MERGE INTO t USING u ON true;
        CALL p(1);
        ADD JAR 'x.jar';
        ANALYZE TABLE t COMPUTE STATISTICS;
        TRUNCATE TABLE t;
        COMPILE PLAN 'x' FOR INSERT INTO t SELECT 1;
        EXECUTE PLAN 'x';
        LOAD MODULE m; UNLOAD MODULE m; STOP JOB 'x'; REMOVE JAR 'x'; UPSERT INTO t VALUES (1)
        =>
        a.sql:2:1: not supported: USE
        USE CATALOG c;
        ^~~
        hint: there is one catalog and one database

        a.sql:4:1: not supported: ALTER
        ALTER TABLE t RENAME TO u;
        ^~~~~
        hint: drop it and create it anew

        a.sql:5:1: not supported: DELETE
        DELETE FROM t WHERE a = 1;
        ^~~~~~
        hint: streams only add and update; write a query whose result changes

        a.sql:6:1: not supported: UPDATE
        UPDATE t SET a = 1;
        ^~~~~~
        hint: streams only add and update; write a query whose result changes

        a.sql:7:1: not supported: MERGE
        MERGE INTO t USING u ON true;
        ^~~~~
        hint: streams only add and update; write a query whose result changes

        a.sql:8:1: not supported: CALL
        CALL p(1);
        ^~~~

        a.sql:9:1: not supported: ADD JAR
        ADD JAR 'x.jar';
        ^~~~~~~
        hint: functions are built in

        a.sql:10:1: not supported: ANALYZE
        ANALYZE TABLE t COMPUTE STATISTICS;
        ^~~~~~~

        a.sql:11:1: not supported: TRUNCATE
        TRUNCATE TABLE t;
        ^~~~~~~~

        a.sql:12:1: not supported: COMPILE PLAN
        COMPILE PLAN 'x' FOR INSERT INTO t SELECT 1;
        ^~~~~~~~~~~~

        a.sql:13:1: not supported: EXECUTE PLAN
        EXECUTE PLAN 'x';
        ^~~~~~~~~~~~

        a.sql:14:1: not supported: LOAD MODULE
        LOAD MODULE m; UNLOAD MODULE m; STOP JOB 'x'; REMOVE JAR 'x'; UPSERT INTO t VALUES (1)
        ^~~~~~~~~~~
        hint: functions are built in

        a.sql:14:16: not supported: UNLOAD MODULE
        LOAD MODULE m; UNLOAD MODULE m; STOP JOB 'x'; REMOVE JAR 'x'; UPSERT INTO t VALUES (1)
                       ^~~~~~~~~~~~~
        hint: functions are built in

        a.sql:14:33: not supported: STOP JOB
        LOAD MODULE m; UNLOAD MODULE m; STOP JOB 'x'; REMOVE JAR 'x'; UPSERT INTO t VALUES (1)
                                        ^~~~~~~~
        hint: jobs are stopped by name on the command line

        a.sql:14:47: not supported: REMOVE JAR
        LOAD MODULE m; UNLOAD MODULE m; STOP JOB 'x'; REMOVE JAR 'x'; UPSERT INTO t VALUES (1)
                                                      ^~~~~~~~~~
        hint: functions are built in

        a.sql:14:63: not supported: UPSERT
        LOAD MODULE m; UNLOAD MODULE m; STOP JOB 'x'; REMOVE JAR 'x'; UPSERT INTO t VALUES (1)
                                                                      ^~~~~~
        hint: write INSERT INTO a table with a PRIMARY KEY
        --
        CREATE FUNCTION f AS 'x'; CREATE CATALOG c; CREATE DATABASE d; CREATE MODEL m; CREATE MATERIALIZED TABLE t AS SELECT 1;
        CREATE TEMPORARY SYSTEM FUNCTION f AS 'x'; CREATE OR REPLACE TABLE t (a INT); CREATE TABLE t AS SELECT 1; CREATE INDEX i
        =>
        a.sql:1:1: not supported: CREATE FUNCTION
        CREATE FUNCTION f AS 'x'; CREATE CATALOG c; CREATE DATABASE d; CREATE MODEL m; CREATE MATERIALIZED TABLE t AS SELECT 1;
        ^~~~~~~~~~~~~~~

        a.sql:1:27: not supported: CREATE CATALOG
        CREATE FUNCTION f AS 'x'; CREATE CATALOG c; CREATE DATABASE d; CREATE MODEL m; CREATE MATERIALIZED TABLE t AS SELECT 1;
                                  ^~~~~~~~~~~~~~

        a.sql:1:45: not supported: CREATE DATABASE
        CREATE FUNCTION f AS 'x'; CREATE CATALOG c; CREATE DATABASE d; CREATE MODEL m; CREATE MATERIALIZED TABLE t AS SELECT 1;
                                                    ^~~~~~~~~~~~~~~

        a.sql:1:64: not supported: CREATE MODEL
        CREATE FUNCTION f AS 'x'; CREATE CATALOG c; CREATE DATABASE d; CREATE MODEL m; CREATE MATERIALIZED TABLE t AS SELECT 1;
                                                                       ^~~~~~~~~~~~

        a.sql:1:80: not supported: CREATE MATERIALIZED TABLE
        CREATE FUNCTION f AS 'x'; CREATE CATALOG c; CREATE DATABASE d; CREATE MODEL m; CREATE MATERIALIZED TABLE t AS SELECT 1;
                                                                                       ^~~~~~~~~~~~~~~~~~~~~~~~~

        a.sql:2:1: not supported: CREATE SYSTEM FUNCTION
        CREATE TEMPORARY SYSTEM FUNCTION f AS 'x'; CREATE OR REPLACE TABLE t (a INT); CREATE TABLE t AS SELECT 1; CREATE INDEX i
        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

        a.sql:2:44: not supported: CREATE OR REPLACE
        CREATE TEMPORARY SYSTEM FUNCTION f AS 'x'; CREATE OR REPLACE TABLE t (a INT); CREATE TABLE t AS SELECT 1; CREATE INDEX i
                                                   ^~~~~~~~~~~~~~~~~
        hint: drop it first

        a.sql:2:86: not supported: CREATE TABLE AS
        CREATE TEMPORARY SYSTEM FUNCTION f AS 'x'; CREATE OR REPLACE TABLE t (a INT); CREATE TABLE t AS SELECT 1; CREATE INDEX i
                                                                                             ^~~~~~~~~~
        hint: write CREATE TABLE, then INSERT INTO it

        a.sql:2:114: syntax error: expected TABLE or VIEW, found INDEX
        CREATE TEMPORARY SYSTEM FUNCTION f AS 'x'; CREATE OR REPLACE TABLE t (a INT); CREATE TABLE t AS SELECT 1; CREATE INDEX i
                                                                                                                         ^~~~~
        --
        DROP FUNCTION f; DROP CATALOG c; DROP TBLE t
        =>
        a.sql:1:1: not supported: DROP FUNCTION
        DROP FUNCTION f; DROP CATALOG c; DROP TBLE t
        ^~~~~~~~~~~~~

        a.sql:1:18: not supported: DROP CATALOG
        DROP FUNCTION f; DROP CATALOG c; DROP TBLE t
                         ^~~~~~~~~~~~

        a.sql:1:39: syntax error: expected TABLE or VIEW, found TBLE
        DROP FUNCTION f; DROP CATALOG c; DROP TBLE t
                                              ^~~~
        hint: did you mean TABLE?
        --
        SHOW CATALOGS; SHOW CREATE CATALOG c; SHOW TABLES FROM d; SHOW TABELS; SHOW CURRENT DATABASE; SHOW COLUMNS FROM t
        =>
        a.sql:1:1: not supported: SHOW CATALOGS
        SHOW CATALOGS; SHOW CREATE CATALOG c; SHOW TABLES FROM d; SHOW TABELS; SHOW CURRENT DATABASE; SHOW COLUMNS FROM t
        ^~~~~~~~~~~~~

        a.sql:1:16: not supported: SHOW CREATE CATALOG
        SHOW CATALOGS; SHOW CREATE CATALOG c; SHOW TABLES FROM d; SHOW TABELS; SHOW CURRENT DATABASE; SHOW COLUMNS FROM t
                       ^~~~~~~~~~~~~~~~~~~

        a.sql:1:51: not supported: SHOW ... FROM a database
        SHOW CATALOGS; SHOW CREATE CATALOG c; SHOW TABLES FROM d; SHOW TABELS; SHOW CURRENT DATABASE; SHOW COLUMNS FROM t
                                                          ^~~~~~
        hint: there is only one database

        a.sql:1:64: syntax error: expected TABLES, VIEWS, JOBS, FUNCTIONS or CREATE TABLE, found TABELS
        SHOW CATALOGS; SHOW CREATE CATALOG c; SHOW TABLES FROM d; SHOW TABELS; SHOW CURRENT DATABASE; SHOW COLUMNS FROM t
                                                                       ^~~~~~
        hint: did you mean TABLES?

        a.sql:1:72: not supported: SHOW CURRENT DATABASE
        SHOW CATALOGS; SHOW CREATE CATALOG c; SHOW TABLES FROM d; SHOW TABELS; SHOW CURRENT DATABASE; SHOW COLUMNS FROM t
                                                                               ^~~~~~~~~~~~~~~~~~~~~

        a.sql:1:95: not supported: SHOW COLUMNS
        SHOW CATALOGS; SHOW CREATE CATALOG c; SHOW TABLES FROM d; SHOW TABELS; SHOW CURRENT DATABASE; SHOW COLUMNS FROM t
                                                                                                      ^~~~~~~~~~~~
        --
        DESCRIBE CATALOG c; DESCRIBE JOB 'x'; DESCRIBE
        =>
        a.sql:1:1: not supported: DESCRIBE CATALOG
        DESCRIBE CATALOG c; DESCRIBE JOB 'x'; DESCRIBE
        ^~~~~~~~~~~~~~~~

        a.sql:1:21: not supported: DESCRIBE JOB
        DESCRIBE CATALOG c; DESCRIBE JOB 'x'; DESCRIBE
                            ^~~~~~~~~~~~

        a.sql:1:47: syntax error: expected a table name, found the end of the text
        DESCRIBE CATALOG c; DESCRIBE JOB 'x'; DESCRIBE
                                                      ^
        --
        CREATE TABLE t (a INT, b TEXT)
        =>
        a.sql:1:26: syntax error: expected a type, found TEXT
        CREATE TABLE t (a INT, b TEXT)
                                 ^~~~
        hint: did you mean STRING?
        --
        CREATE TABLE t (a INTT)
        =>
        a.sql:1:19: syntax error: expected a type, found INTT
        CREATE TABLE t (a INTT)
                          ^~~~
        hint: did you mean INT?
        --
        CREATE TABLE t (a REAL, b INT)
        =>
        a.sql:1:19: not supported: the type REAL
        CREATE TABLE t (a REAL, b INT)
                          ^~~~
        hint: write FLOAT
        --
        CREATE TABLE t (a VARIANT)
        =>
        a.sql:1:19: not supported: the type VARIANT
        CREATE TABLE t (a VARIANT)
                          ^~~~~~~
        --
        CREATE TABLE t (a TIMESTAMP(3) WITH TIME ZONE)
        =>
        a.sql:1:19: not supported: TIMESTAMP WITH TIME ZONE
        CREATE TABLE t (a TIMESTAMP(3) WITH TIME ZONE)
                          ^~~~~~~~~~~~~~~~~~~~~~~~~~~
        hint: use TIMESTAMP WITH LOCAL TIME ZONE
        --
        CREATE TABLE t (a INT PRIMARY KEY)
        =>
        a.sql:1:23: not supported: a PRIMARY KEY that is enforced
        CREATE TABLE t (a INT PRIMARY KEY)
                              ^~~~~~~~~~~
        hint: write NOT ENFORCED behind it
        --
        CREATE TABLE t (a INT, PRIMARY KEY (a) ENFORCED)
        =>
        a.sql:1:24: not supported: a PRIMARY KEY that is enforced
        CREATE TABLE t (a INT, PRIMARY KEY (a) ENFORCED)
                               ^~~~~~~~~~~~~~~~~~~~~~~~
        hint: write NOT ENFORCED behind it
        --
        CREATE TABLE t (a INT, UNIQUE (a) NOT ENFORCED)
        =>
        a.sql:1:24: not supported: UNIQUE
        CREATE TABLE t (a INT, UNIQUE (a) NOT ENFORCED)
                               ^~~~~~
        hint: a table may have a PRIMARY KEY
        --
        CREATE TABLE t (a INT,)
        =>
        a.sql:1:23: syntax error: expected a column name, found )
        CREATE TABLE t (a INT,)
                              ^
        --
        CREATE TABLE t (a TIMESTAMP(3), WATERMARK FOR a AS a, WATERMARK FOR a AS a)
        =>
        a.sql:1:55: invalid statement: a table has only one WATERMARK
        CREATE TABLE t (a TIMESTAMP(3), WATERMARK FOR a AS a, WATERMARK FOR a AS a)
                                                              ^~~~~~~~~~~~~~~~~~~~
        --
        CREATE TABLE t (a INT) WITH (connector = 'x')
        =>
        a.sql:1:30: syntax error: expected an option's key in quotes, found connector
        CREATE TABLE t (a INT) WITH (connector = 'x')
                                     ^~~~~~~~~
        hint: write 'connector'
        --
        CREATE TABLE t (a INT) WITH ('connector' 'x')
        =>
        a.sql:1:42: syntax error: expected =, found a string
        CREATE TABLE t (a INT) WITH ('connector' 'x')
                                                 ^~~
        --
        CREATE TABLE t (a ARRAY<INT)
        =>
        a.sql:1:28: syntax error: expected >, found )
        CREATE TABLE t (a ARRAY<INT)
                                   ^
        --
        CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) INTO 4 BUCKETS
        =>
        a.sql:1:24: not supported: DISTRIBUTED BY
        CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) INTO 4 BUCKETS
                               ^~~~~~~~~~~
        hint: rows go to partitions by the hash of their key
        --
        CREATE TABLE t LIKE u (INCLUDING WATERMARK)
        =>
        a.sql:1:34: syntax error: expected ALL, GENERATED, METADATA, OPTIONS, PARTITIONS, WATERMARKS, CONSTRAINTS, DISTRIBUTION, found WATERMARK
        CREATE TABLE t LIKE u (INCLUDING WATERMARK)
                                         ^~~~~~~~~
        hint: did you mean WATERMARKS?
        --
        SET parallelism = 3
        =>
        a.sql:1:5: syntax error: expected an option's key in quotes, found parallelism
        SET parallelism = 3
            ^~~~~~~~~~~
        hint: write SET 'key' = 'value'
        --
        SET 'a' = 3
        =>
        a.sql:1:11: syntax error: expected an option's value in quotes, found 3
        SET 'a' = 3
                  ^
        --
        INSERT OVERWRITE t SELECT 1; INSERT INTO t PARTITION (a = 1) SELECT 1; INSERT INTO t SELECT 1 ON CONFLICT DO REPLACE; INSERT INTO t (a.b, c) SELECT 1; INSERT t SELECT 1
        =>
        a.sql:1:1: not supported: INSERT OVERWRITE
        INSERT OVERWRITE t SELECT 1; INSERT INTO t PARTITION (a = 1) SELECT 1; INSERT INTO t SELECT 1 ON CONFLICT DO REPLACE; INSERT INTO t (a.b, c) SELECT 1; INSERT t…
        ^~~~~~~~~~~~~~~~
        hint: a stream only adds; write INSERT INTO

        a.sql:1:44: not supported: INSERT INTO a PARTITION
        INSERT OVERWRITE t SELECT 1; INSERT INTO t PARTITION (a = 1) SELECT 1; INSERT INTO t SELECT 1 ON CONFLICT DO REPLACE; INSERT INTO t (a.b, c) SELECT 1; INSERT t…
                                                   ^~~~~~~~~
        hint: select the partition's columns

        a.sql:1:110: syntax error: expected DEDUPLICATE, NOTHING or ERROR, found REPLACE
        …ON (a = 1) SELECT 1; INSERT INTO t SELECT 1 ON CONFLICT DO REPLACE; INSERT INTO t (a.b, c) SELECT 1; INSERT t SELECT 1
                                                                    ^~~~~~~

        a.sql:1:134: not supported: INSERT into a field of a column
        …ERT INTO t SELECT 1 ON CONFLICT DO REPLACE; INSERT INTO t (a.b, c) SELECT 1; INSERT t SELECT 1
                                                                    ^~~

        a.sql:1:159: syntax error: expected INTO, found t
        …NFLICT DO REPLACE; INSERT INTO t (a.b, c) SELECT 1; INSERT t SELECT 1
                                                                    ^
        --
        EXECUTE STATEMENT SET BEGIN SELECT 1; INSERT INTO t SELECT FROM u; INSERT INTO t SELECT 1; END; SELECT 1 1
        =>
        a.sql:1:29: syntax error: expected INSERT or END, found SELECT
        EXECUTE STATEMENT SET BEGIN SELECT 1; INSERT INTO t SELECT FROM u; INSERT INTO t SELECT 1; END; SELECT 1 1
                                    ^~~~~~

        a.sql:1:60: syntax error: expected an expression, found FROM
        EXECUTE STATEMENT SET BEGIN SELECT 1; INSERT INTO t SELECT FROM u; INSERT INTO t SELECT 1; END; SELECT 1 1
                                                                   ^~~~

        a.sql:1:106: syntax error: expected the end of the statement, found 1
        EXECUTE STATEMENT SET BEGIN SELECT 1; INSERT INTO t SELECT FROM u; INSERT INTO t SELECT 1; END; SELECT 1 1
                                                                                                                 ^
        --
        EXECUTE STATEMENT SET BEGIN END
        =>
        a.sql:1:29: syntax error: a statement set needs at least one INSERT
        EXECUTE STATEMENT SET BEGIN END
                                    ^~~
        --
        EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1
        =>
        a.sql:1:51: syntax error: expected a semicolon and END, found the end of the text
        EXECUTE STATEMENT SET BEGIN INSERT INTO t SELECT 1
                                                          ^
        --
        STATEMENT SET BEGIN INSERT INTO t SELECT 1; END
        =>
        a.sql:1:1: syntax error: expected a statement, found STATEMENT
        STATEMENT SET BEGIN INSERT INTO t SELECT 1; END
        ^~~~~~~~~
        hint: write EXECUTE STATEMENT SET BEGIN ... END

        a.sql:1:45: syntax error: expected a statement, found END
        STATEMENT SET BEGIN INSERT INTO t SELECT 1; END
                                                    ^~~
        --
        """#
}
