/// Statements and what the printer makes of them.
enum StatementGoldens {
    static let text = #"""
        create table if not exists `my table` (
          id int not null, `select` varchar(10) null comment 'the ''id''', price decimal(12,2), d dec, n numeric(5) not null,
          c char(3), c1 char, v varchar, b binary(4), vb varbinary(8), bs bytes, bo boolean, t1 tinyint, s1 smallint, b1 bigint,
          f float, db double precision, da date, tm time, tm3 time(3) without time zone, ts timestamp,
          ts3 timestamp(3) without time zone, l3 timestamp(3) with local time zone, l timestamp_ltz, l9 timestamp_ltz(9),
          iv interval day(3) to second(6), ym interval year to month, s2 interval second(2, 3), h interval hour,
          a array<int not null>, m map<string, array<double>>, ms multiset<string>,
          r row<x int, y row<z string 'deep'> not null>, r2 row(x int, y string), a2 int array, a3 int multiset array not null,
          e row<>, cv character varying(5), bv binary varying(6)
        )
        =>
        CREATE TABLE IF NOT EXISTS `my table` (
          id INT NOT NULL,
          `select` VARCHAR(10) COMMENT 'the ''id''',
          price DECIMAL(12, 2),
          d DECIMAL,
          n DECIMAL(5) NOT NULL,
          c CHAR(3),
          c1 CHAR,
          v VARCHAR,
          b BINARY(4),
          vb VARBINARY(8),
          bs BYTES,
          bo BOOLEAN,
          t1 TINYINT,
          s1 SMALLINT,
          b1 BIGINT,
          f FLOAT,
          db DOUBLE,
          da DATE,
          tm TIME,
          tm3 TIME(3),
          ts TIMESTAMP,
          ts3 TIMESTAMP(3),
          l3 TIMESTAMP_LTZ(3),
          l TIMESTAMP_LTZ,
          l9 TIMESTAMP_LTZ(9),
          iv INTERVAL DAY(3) TO SECOND(6),
          ym INTERVAL YEAR TO MONTH,
          s2 INTERVAL SECOND(2, 3),
          h INTERVAL HOUR,
          a ARRAY<INT NOT NULL>,
          m MAP<STRING, ARRAY<DOUBLE>>,
          ms MULTISET<STRING>,
          r ROW<x INT, y ROW<z STRING 'deep'> NOT NULL>,
          r2 ROW<x INT, y STRING>,
          a2 ARRAY<INT>,
          a3 ARRAY<MULTISET<INT>> NOT NULL,
          e ROW<>,
          cv VARCHAR(5),
          bv VARBINARY(6)
        );
        --
        CREATE TEMPORARY TABLE t (
          a STRING, k STRING METADATA FROM 'key' VIRTUAL COMMENT 'k', ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
          `partition` INT METADATA VIRTUAL, cost AS price * quantity COMMENT 'computed', proc AS PROCTIME(),
          WATERMARK FOR r.ts AS r.ts - INTERVAL '5' SECOND, CONSTRAINT pk PRIMARY KEY (a, k) NOT ENFORCED
        ) COMMENT 'it' PARTITIONED BY (a, k) WITH ('connector' = 'kafka', 'topic' = 'o''s')
        LIKE other (INCLUDING ALL OVERWRITING OPTIONS EXCLUDING WATERMARKS)
        =>
        CREATE TEMPORARY TABLE t (
          a STRING,
          k STRING METADATA FROM 'key' VIRTUAL COMMENT 'k',
          ts TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
          `partition` INT METADATA VIRTUAL,
          cost AS price * quantity COMMENT 'computed',
          proc AS PROCTIME(),
          WATERMARK FOR r.ts AS r.ts - INTERVAL '5' SECOND,
          CONSTRAINT pk PRIMARY KEY (a, k) NOT ENFORCED
        ) COMMENT 'it' PARTITIONED BY (a, k) WITH (
          'connector' = 'kafka',
          'topic' = 'o''s'
        ) LIKE other (INCLUDING ALL OVERWRITING OPTIONS EXCLUDING WATERMARKS);
        --
        create table t like u (including generated excluding constraints including metadata excluding partitions
          excluding distribution)
        =>
        CREATE TABLE t LIKE u (INCLUDING GENERATED EXCLUDING CONSTRAINTS INCLUDING METADATA EXCLUDING PARTITIONS EXCLUDING DISTRIBUTION);
        --
        create table c.d.t (id bigint primary key not enforced comment 'c') with ()
        =>
        CREATE TABLE c.d.t (
          id BIGINT COMMENT 'c',
          PRIMARY KEY (id) NOT ENFORCED
        );
        --
        create table t (id int constraint x primary key not enforced)
        =>
        CREATE TABLE t (
          id INT,
          CONSTRAINT x PRIMARY KEY (id) NOT ENFORCED
        );
        --
        create table t like u
        =>
        CREATE TABLE t LIKE u;
        --
        create temporary view if not exists v (a, b) comment 'x' as select 1, 2
        =>
        CREATE TEMPORARY VIEW IF NOT EXISTS v (a, b) COMMENT 'x' AS
        SELECT 1, 2;
        --
        create view v as with w as (select * from t) select * from w union all select * from u order by 1 limit 3
        =>
        CREATE VIEW v AS
        WITH w AS (
          SELECT *
          FROM t
        )
        SELECT *
        FROM w
        UNION ALL
        SELECT *
        FROM u
        ORDER BY 1
        LIMIT 3;
        --
        drop table t; drop table if exists a.b; drop temporary table t; drop view v; drop temporary view if exists v;
        =>
        DROP TABLE t;

        DROP TABLE IF EXISTS a.b;

        DROP TEMPORARY TABLE t;

        DROP VIEW v;

        DROP TEMPORARY VIEW IF EXISTS v;
        --
        set; set 'a.b' = 'c'; reset; reset 'a.b'
        =>
        SET;

        SET 'a.b' = 'c';

        RESET;

        RESET 'a.b';
        --
        insert into t select * from u
        =>
        INSERT INTO t
        SELECT *
        FROM u;
        --
        insert into t /*+ OPTIONS('a'='b') */ (a, `b`) values (1, 'x'), (2, null), row(3, 'y')
        =>
        INSERT INTO t /*+ OPTIONS('a' = 'b') */ (a, b)
        VALUES (1, 'x'), (2, NULL), (3, 'y');
        --
        insert into t (select a from u)
        =>
        INSERT INTO t
        SELECT a
        FROM u;
        --
        insert into a.b.t with w as (select 1) select * from w
        =>
        INSERT INTO a.b.t
        WITH w AS (
          SELECT 1
        )
        SELECT *
        FROM w;
        --
        execute statement set begin insert into a select * from t; insert into b (x) select y from t; end
        =>
        EXECUTE STATEMENT SET BEGIN
          INSERT INTO a
          SELECT *
          FROM t;
          INSERT INTO b (x)
          SELECT y
          FROM t;
        END;
        --
        begin statement set; insert into a select * from t;; insert into b select * from t; end;
        =>
        EXECUTE STATEMENT SET BEGIN
          INSERT INTO a
          SELECT *
          FROM t;
          INSERT INTO b
          SELECT *
          FROM t;
        END;
        --
        execute insert into t values (1); execute select 1
        =>
        INSERT INTO t
        VALUES (1);

        SELECT 1;
        --
        explain select * from t; explain plan for insert into t select 1;
        explain changelog_mode, estimated_cost, json_execution_plan, plan_advice, changelog_mode select 1;
        explain statement set begin insert into a values (1); end;
        explain execute statement set begin insert into a values (1); end
        =>
        EXPLAIN SELECT *
        FROM t;

        EXPLAIN INSERT INTO t
        SELECT 1;

        EXPLAIN CHANGELOG_MODE, ESTIMATED_COST, JSON_EXECUTION_PLAN, PLAN_ADVICE SELECT 1;

        EXPLAIN EXECUTE STATEMENT SET BEGIN
          INSERT INTO a
          VALUES (1);
        END;

        EXPLAIN EXECUTE STATEMENT SET BEGIN
          INSERT INTO a
          VALUES (1);
        END;
        --
        describe t; desc extended a.b
        =>
        DESCRIBE t;

        DESCRIBE EXTENDED a.b;
        --
        show tables; show views not like 'a%'; show jobs; show functions; show user functions ilike 'x_';
        show create table t; show create view a.v; show tables like 'it''s'
        =>
        SHOW TABLES;

        SHOW VIEWS NOT LIKE 'a%';

        SHOW JOBS;

        SHOW FUNCTIONS;

        SHOW USER FUNCTIONS ILIKE 'x_';

        SHOW CREATE TABLE t;

        SHOW CREATE VIEW a.v;

        SHOW TABLES LIKE 'it''s';
        --
        """#
}
